import { useLocale, useTranslations } from "next-intl";
import { formatDay } from "@/app/_i18n/format";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";

/** That there is a hearing, or a right to one, on the page of the case. */
export function HearingNotice({ hearing }: { hearing: Answers["applications"]["hearing"] }) {
  const t = useTranslations("hearings");
  const locale = useLocale();
  if (!hearing) return null;
  const { state, number, canAsk, askUntil, askedAt, heldOn, startsAt } = hearing;
  const standing = state === "announced" && askedAt ? t("notice.asked") : t(`states.${state}`);
  const text = canAsk && askUntil ? t("notice.announced", { day: formatDay(askUntil, locale) }) : state === "scheduled" && heldOn ? t("notice.scheduled", { day: formatDay(heldOn, locale), time: startsAt ?? "" }) : standing;
  return <Notice tone={canAsk || state === "scheduled" ? "warning" : "info"} title={t("notice.title")} actions={<ButtonLink href={`/me/applications/${number}/hearing`} look={canAsk ? "primary" : "secondary"}>{t("notice.open")}</ButtonLink>}>{text}</Notice>;
}
