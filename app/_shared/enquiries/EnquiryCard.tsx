import { useLocale, useTranslations } from "next-intl";
import { dayOfInstant, formatDay } from "@/app/_i18n/format";
import type { Answers } from "@/app/_trpc/types";
import { Card } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Tag } from "@/app/_ui/Tag";

type Enquiry = Answers["enquiries"]["listOwn"]["rows"][number];

/** What somebody wrote, and the answer or the day by which it comes. */
export function EnquiryCard({ enquiry: { kind, state, number, words, answer, sentAt, dueOn, answeredAt } }: { enquiry: Enquiry }) {
  const t = useTranslations("enquiries");
  const locale = useLocale();
  return (
    <Card as="h2" title={t(`kinds.${kind}.label`)} actions={<Tag tone={state === "open" ? "info" : "success"}>{t(`states.${state}`)}</Tag>}>
      <DescriptionList facts={[
        { label: t("words"), value: <span className="whitespace-pre-line">{words}</span> },
        ...(answer ? [{ label: t("reply"), value: <span className="whitespace-pre-line">{answer}</span> }] : [{ label: t("dueOn"), value: formatDay(dueOn, locale) }]),
        ...(answeredAt ? [{ label: t("answeredOn"), value: formatDay(dayOfInstant(answeredAt), locale) }] : []),
        { label: t("sentOn"), value: formatDay(dayOfInstant(sentAt), locale) },
        { label: t("number"), value: number },
      ]} />
    </Card>
  );
}
