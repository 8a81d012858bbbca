import { useLocale, useTranslations } from "next-intl";
import { formatDayShort } from "@/app/_i18n/format";
import { Light } from "@/app/_ui/Tag";
import type { Day, Light as Colour } from "@/domain/core/calendar";

/** The light of a running clock with its word. */
export function CaseLight({ light }: { light: Colour | null }) {
  const t = useTranslations("desk.light");
  return light ? <Light colour={light}>{t(light)}</Light> : <>{t("none")}</>;
}

/** The day a clock ends, and how many workdays are left on it or past it. */
export function DueDay({ dueOn, workdaysLeft, provisional = false }: { dueOn: Day | null; workdaysLeft: number | null; provisional?: boolean }) {
  const t = useTranslations("desk.due");
  const locale = useLocale();
  if (!dueOn) return <>{t("none")}</>;
  return (
    <>
      <time dateTime={dueOn} className="whitespace-nowrap">{formatDayShort(dueOn, locale)}</time>
      {workdaysLeft !== null && <span className="block text-small font-normal text-muted">{workdaysLeft < 0 ? t("over", { count: -workdaysLeft }) : t("left", { count: workdaysLeft })}</span>}
      {provisional && <span className="block text-small font-normal text-muted">{t("provisional")}</span>}
    </>
  );
}
