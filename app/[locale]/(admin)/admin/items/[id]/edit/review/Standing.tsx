import { useTranslations } from "next-intl";
import { formatStamp } from "@/app/_i18n/format";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { Timeline } from "@/app/_ui/Timeline";
import { fieldLabel } from "./labels";

type Draft = NonNullable<Answers["items"]["getForEdit"]["draft"]>;

const tones = { editing: "neutral", inReview: "info", scheduled: "success" } as const;

/** Where the draft stands between editor and publisher, and what they said to one another. */
export function Standing({ draft: { stage, publishAt, reviews } }: { draft: Draft }) {
  const t = useTranslations("revisions");
  return (
    <Section title={t("stage.title")}>
      {reviews.at(-1)?.act === "unsound" && <Notice tone="warning" title={t("unsoundTitle")}>{t("unsoundText")}</Notice>}
      <p className="flex max-w-measure flex-wrap items-baseline gap-x-3 gap-y-1">
        <Tag tone={tones[stage]}>{t(`stage.${stage}`)}</Tag>
        {publishAt && <span className="font-semibold">{t("stage.scheduledFor", { time: formatStamp(publishAt) })}</span>}
        <span className="text-muted">{t(`stage.${stage}Text`)}</span>
      </p>
      {reviews.length > 0 && <Timeline label={t("talk.title")} entries={reviews.map((review) => ({ id: review.id, title: <Said review={review} />, time: formatStamp(review.at), detail: <Words review={review} /> }))} />}
    </Section>
  );
}

type Review = Draft["reviews"][number];

function Said({ review: { act, name, publishAt } }: { review: Review }) {
  const t = useTranslations("revisions.talk.act");
  return t(act, { name: name ?? "", publishAt: publishAt ? formatStamp(publishAt) : "" });
}

function Words({ review: { note, comments } }: { review: Review }) {
  const t = useTranslations("revisions.talk");
  const admin = useTranslations("admin");
  return (
    <div className="flex flex-col gap-1 empty:hidden">
      {note && <p><Chinese>{note}</Chinese></p>}
      {comments.map(({ field, text }, at) => <p key={at}>{t("comment", { field: field === "whole" ? t("whole") : fieldLabel(admin, field), text })}</p>)}
    </div>
  );
}
