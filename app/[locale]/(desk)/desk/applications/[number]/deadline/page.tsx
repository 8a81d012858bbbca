import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDay } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { formatApplicationNumber, parseApplicationNumber } from "@/domain/core/codes";

type Props = { params: Promise<{ number: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk.deadline"))("title") };
}

/** Day by day, why a case is due when it is. */
export default async function DeadlinePage({ params }: Props) {
  const [{ number: asked }, locale, t] = await Promise.all([params, getLocale(), getTranslations("desk.deadline")]);
  const number = decodeURIComponent(asked);
  const path = `/desk/applications/${encodeURIComponent(number)}`;
  const calls = (await api()).applications;
  // The applicant may read this too, but not here: the desk's own reading refuses who does not work on the case.
  const explained = await answer(calls.getForDesk({ number }).then(() => calls.explainDeadline({ number })), localePath(locale, `${path}/deadline`));
  const parsed = parseApplicationNumber(number);
  return (
    <Page width="standard" before={<BackLink href={path} />}>
      <PageHeading caption={parsed ? formatApplicationNumber(parsed) : number} title={t("title")} lead={explained ? t("lead") : t("notYet")} />
      {explained?.extension && <p className="max-w-measure">{t("extended", explained.extension)}</p>}
      {explained && (["promised", "statutory"] as const).map((which) => (
        <Section key={which} title={t(which, { day: formatDay(explained[which].dueOn, locale) })} intro={explained[which].provisional ? t("provisional") : undefined}>
          <Table
            dense caption={t(`${which}Caption`)} captionHidden
            rows={explained[which].days} rowKey={({ day }) => day}
            columns={[
              { key: "day", header: t("day"), rowHeader: true, cell: ({ day }) => formatDay(day, locale) },
              { key: "number", header: t("number"), align: "end", cell: ({ number: count }) => count ?? "—" },
              { key: "reason", header: t("reason"), cell: ({ reason, name }) => (name ? [`${t(`reasons.${reason}`)} · `, <Chinese key="name">{name}</Chinese>] : t(`reasons.${reason}`)) },
            ]}
          />
        </Section>
      ))}
    </Page>
  );
}
