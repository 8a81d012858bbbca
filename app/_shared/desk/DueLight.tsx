import { useLocale, useTranslations } from "next-intl";
import { formatDayShort } from "@/app/_i18n/format";
import { Light } from "@/app/_ui/Tag";
import type { Day, Light as Colour } from "@/domain/core/calendar";
import { dueWords } from "./dueWords";

/** The light of a running clock with its word. */
export function CaseLight({ light }: { light: Colour | null }) {
  const t = useTranslations("desk.light");
  return light ? <Light colour={light}>{t(light)}</Light> : <>{t("none")}</>;
}

type DueDayProps = { dueOn: Day | null; today: Day; workdaysLeft: number | null; /** Said of an open step, whose limit ends before the case's. */ limitOf?: "case" | "step" };

/** The day a clock ends, whose clock it is, and how many workdays are left on it or past it. */
export function DueDay({ dueOn, today, workdaysLeft, limitOf = "case" }: DueDayProps) {
  const t = useTranslations("desk.due");
  const locale = useLocale();
  if (!dueOn) return <>{t("none")}</>;
  const words = workdaysLeft === null ? undefined : dueWords({ dueOn, today, workdaysLeft });
  return (
    <>
      <time dateTime={dueOn} className="whitespace-nowrap">{formatDayShort(dueOn, locale)}</time>
      {limitOf === "step" && <span className="block text-small font-normal text-muted">{t("ofStep")}</span>}
      {words && <span className="block text-small font-normal text-muted">{t(words.key, { count: words.count })}</span>}
    </>
  );
}
