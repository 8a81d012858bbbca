import { useLocale, useTranslations } from "next-intl";
import { formatDay, formatDayShort } from "@/app/_i18n/format";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { DescriptionList } from "@/app/_ui/Lists";
import { Tag } from "@/app/_ui/Tag";
import { Call } from "./Call";
import { spanInWords, weekInWords } from "@/domain/departments/rules/opening";

type Window = Answers["departments"]["listWindows"][number];

/** Places where people are served, each with whether it is open now and when it is next. */
export function WindowList({ windows, level = 3 }: { windows: readonly Window[]; level?: 3 | 4 }) {
  return <ul className="flex flex-col gap-8">{windows.map((window) => <li key={window.id}><OneWindow window={window} level={level} /></li>)}</ul>;
}

function OneWindow({ window, level }: { window: Window; level: 3 | 4 }) {
  const t = useTranslations("departments");
  const locale = useLocale();
  const { name, nameEn, address, floor, windowNumber, phone, hours, languages, facilities, departmentName } = window;
  const Heading = level === 3 ? "h3" : "h4";
  const separator = t("public.separator");
  const facts = [
    { label: t("public.hours"), value: <>{weekInWords(hours, locale === "en" ? "en" : "zh")}<TodayNote window={window} /></> },
    { label: t("public.exceptions"), value: hours.exceptions.length > 0 && <Exceptions window={window} /> },
    { label: t("public.address"), value: <Chinese>{[address, floor].filter(Boolean).join(" ")}</Chinese> },
    { label: t("public.window"), value: windowNumber && <Chinese>{windowNumber}</Chinese> },
    { label: t("public.phone"), value: phone && <Call phone={phone} /> },
    { label: t("public.languages"), value: languages.map((one) => t(`language.${one}`)).join(separator) },
    { label: t("public.facilities"), value: facilities.map((one) => t(`facility.${one}`)).join(separator) },
  ];
  return (
    <>
      <Heading className="flex flex-wrap items-center gap-3 font-bold">{locale === "en" && nameEn ? nameEn : <Chinese>{name}</Chinese>} <OpeningTag opening={window.opening} /></Heading>
      <p className="mb-2 text-hint text-muted"><Chinese>{departmentName}</Chinese></p>
      <DescriptionList facts={facts.filter(({ value }) => Boolean(value))} />
    </>
  );
}

function OpeningTag({ opening }: Pick<Window, "opening">) {
  const t = useTranslations("departments.public");
  const locale = useLocale();
  if (opening.open) return <Tag tone="success">{t("openUntil", { until: opening.until })}</Tag>;
  if (!opening.next) return <Tag tone="danger">{t("closed")}</Tag>;
  const { day, at, inDays } = opening.next;
  if (inDays === 0) return <Tag tone="warning">{t("opensToday", { at })}</Tag>;
  return <Tag tone="warning">{inDays === 1 ? t("opensTomorrow", { at }) : t("opensOn", { day: formatDay(day, locale), at })}</Tag>;
}

/** Why today differs from the week. */
function TodayNote({ window: { today } }: { window: Window }) {
  const t = useTranslations("departments.public");
  if (today.why === "holiday") return <span className="block text-warning">{t("holidayToday", { name: today.note ?? "" })}</span>;
  if (today.why === "makeUp") return <span className="block text-warning">{t("makeUpToday")}</span>;
  return null;
}

function Exceptions({ window: { hours } }: { window: Window }) {
  const t = useTranslations("departments.public");
  const locale = useLocale();
  return (
    <ul>
      {hours.exceptions.map(({ from, until, spans, note }) => (
        <li key={`${from}/${until}`}>
          {formatDayShort(from, locale)}{until !== from && ` – ${formatDayShort(until, locale)}`} {spans.length > 0 ? spans.map(spanInWords).join(t("separator")) : t("closedDay")} {note && <Chinese>{note}</Chinese>}
        </li>
      ))}
    </ul>
  );
}
