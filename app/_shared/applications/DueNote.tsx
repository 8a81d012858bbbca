import { useLocale, useTranslations } from "next-intl";
import { formatDay, formatDayShort } from "@/app/_i18n/format";
import { ButtonLink, buttonClass } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";
import { keepWeekday } from "@/app/_ui/keepWeekday";
import { Notice } from "@/app/_ui/Notice";
import { helpPhone } from "@/app/_ui/shell/SiteHeader";
import { TextLink } from "@/app/_ui/TextLink";
import type { DueExplained } from "@/domain/applications/rules/due";
import { compareDays, type Day } from "@/domain/core/calendar";
import { dialled } from "../departments/phones";
import { Chinese } from "../items/Localised";

type Waiting = { number: string; itemCode: string; consultPhone: string | null; today: Day; due: DueExplained | null };

/** Why a case is due when it is, behind one line, and the date for one's calendar where the case is one's own; before it, where the day has passed, what that means and what one can do. */
export function DueNote({ found, own = false }: { found: Waiting; own?: boolean }) {
  const t = useTranslations("due");
  const { due, number } = found;
  if (!due) return null;
  return (
    <>
      <Overdue found={found} due={due} />
      <Details summary={t("summary")}>
        <div className="flex flex-col gap-2">
          <DueLines due={due} />
          <p className="flex flex-wrap gap-x-6" data-print="no">
            {own && due.clock === "decision" && <TextLink href={`/me/applications/${number}/deadline`} className="tap">{t("days")}</TextLink>}
            <TextLink href="/help/terms#workday" className="tap">{t("workday")}</TextLink>
          </p>
        </div>
      </Details>
      {own && <p data-print="no"><CalendarLink number={number} /></p>}
    </>
  );
}

/** Says honestly that a day has passed, that it is not the applicant's fault, and how to urge or complain. */
function Overdue({ found, due }: { found: Waiting; due: DueExplained }) {
  const t = useTranslations("due.overdue");
  const { number, itemCode, consultPhone, today } = found;
  // A correction that is late is the applicant's own; the sentence above says that it can still be made.
  if (due.clock === "correction" || compareDays(due.dueOn, today) >= 0) return null;
  const dial = consultPhone ? dialled(consultPhone) : undefined;
  const write = `/ask?${new URLSearchParams({ kind: "complaint", about: `/items/${itemCode}`, case: number })}`;
  return (
    <Notice
      tone="warning" title={t("title", { late: due.late })}
      actions={<>
        {dial && <a href={`tel:${dial}`} className={buttonClass("secondary")}><Icon name="phone" />{t("phone", { phone: consultPhone ?? "" })}</a>}
        <ButtonLink href={write}>{t("write")}</ButtonLink>
        <a href={`tel:${helpPhone}`} className={buttonClass("secondary")}><Icon name="phone" />{t("hotline")}</a>
      </>}
    >
      <p>{t(due.clock === "special" ? "special" : due.clock === "notice" ? "notice" : "promise")}</p>
      {due.pastLaw && <p>{t("law")}</p>}
    </Notice>
  );
}

function DueLines({ due }: { due: DueExplained }) {
  const t = useTranslations("due");
  const locale = useLocale();
  const { clock, startOn, dueOn, limit, off, pauses, extensionDays } = due;
  const day = (value: Day) => formatDay(value, locale);
  const procedure = (name: string) => t("procedure", { procedure: name });
  const unit = limit?.unit ?? "workday";
  const lines = [
    t(`from.${clock}`, { start: day(startOn), end: day(dueOn), days: limit?.value ?? 0, unit, procedure: procedure(pauses[0]?.procedure ?? "other") }),
    ...(off.weekends > 0 ? [t("weekends", { days: off.weekends })] : []),
    ...off.holidays.map(({ name, days }) => (name === null ? t("holiday", { days }) : t.rich("holidayNamed", { chinese: (text) => <Chinese>{text}</Chinese>, name, days }))),
    ...(off.makeUps > 0 ? [t("makeUps", { days: off.makeUps })] : []),
    ...(clock === "special" ? [] : pauses.map(({ procedure: name, startOn: start, endOn, plannedEndOn }) =>
      t(endOn ? "pause" : "pauseOpen", { procedure: procedure(name), start: formatDayShort(start, locale), end: formatDayShort(endOn ?? plannedEndOn, locale) }))),
    ...(extensionDays > 0 ? [t("extension", { days: extensionDays, unit: due.extensionUnit })] : []),
    ...(off.moved ? [t("moved")] : []),
    ...(due.statutoryDueOn && due.statutoryDueOn !== dueOn ? [t("statutory", { day: day(due.statutoryDueOn) })] : []),
    ...(due.provisional ? [t("provisional")] : []),
    ...(compareDays(dueOn, due.today) >= 0 && clock !== "special" ? [t("left", { count: due.left })] : []),
  ];
  return <ul className="flex max-w-measure list-disc flex-col gap-1 pl-[1.4em]">{lines.map((line, index) => <li key={index}>{keepWeekday(line)}</li>)}</ul>;
}

/** The dates of one's own case for a calendar; nothing to put in while none runs. */
export function CalendarLink({ number }: { number: string }) {
  const t = useTranslations("due");
  return <a href={`/api/applications/${number}/calendar?language=${useLocale() === "en" ? "en" : "zh"}`} download className="tap gap-2"><Icon name="calendar" />{t("calendar")}</a>;
}
