import { useLocale, useTranslations } from "next-intl";
import { formatDay } from "@/app/_i18n/format";
import { keepWeekday } from "@/app/_ui/keepWeekday";
import { Tag, type TagTone } from "@/app/_ui/Tag";
import type { ApplicationStatus } from "@/domain/applications/schema";
import { statusSentence, type Standing } from "./statusSentence";

/** How a case stands, in one plain sentence with its date. */
export function StatusLine({ standing }: { standing: Standing }) {
  const t = useTranslations("applications.sentence");
  const locale = useLocale();
  const { key, params } = statusSentence(standing);
  return <>{keepWeekday(t(key, { day: params.day ? formatDay(params.day, locale) : "" }))}</>;
}

const tones: Record<ApplicationStatus, TagTone> = {
  draft: "neutral", submitted: "info", correction: "warning", accepted: "info", inReview: "info", suspended: "neutral", approved: "success",
  rejected: "danger", delivering: "success", closed: "neutral", refused: "danger", lapsed: "neutral", withdrawn: "neutral",
  transferred: "neutral", terminated: "neutral", voided: "danger",
};

/** The state of a case in a word. */
export function StatusTag({ status }: { status: ApplicationStatus }) {
  const t = useTranslations("applications.status");
  return <Tag tone={tones[status]}>{t(status)}</Tag>;
}
