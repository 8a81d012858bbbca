import { useLocale, useTranslations } from "next-intl";
import { formatDay, formatInstant } from "@/app/_i18n/format";
import { keepWeekday } from "@/app/_ui/keepWeekday";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { formatApplicationNumber } from "@/domain/core/codes";
import { ItemName } from "../items/Localised";
import { StatusTag } from "./StatusLine";
import type { OwnRow } from "./types";

const hrefOf = ({ id, number, status, awaitingSince }: OwnRow) => (status === "draft" || awaitingSince ? `/apply/${id}` : `/me/applications/${number}`);

/** One's own applications, each a whole row to press. */
export function OwnList({ rows, label }: { rows: readonly OwnRow[]; label: string }) {
  return (
    <ul aria-label={label} className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
      {rows.map((row) => <li key={row.id}><OwnRowLink row={row} /></li>)}
    </ul>
  );
}

function OwnRowLink({ row }: { row: OwnRow }) {
  return (
    <TextLink href={hrefOf(row)} className="group flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-4 text-ink no-underline hover:bg-accent-soft hover:text-ink hover:no-underline md:px-5">
      <span className="min-w-0">
        <span className="block font-semibold text-accent underline underline-offset-[0.22em] group-hover:text-accent-strong"><ItemName name={row.itemName} nameEn={row.itemNameEn} /></span>
        <span className="block text-hint text-muted"><RowFacts row={row} /></span>
      </span>
      {row.awaitingSince ? <AwaitingTag /> : <StatusTag status={row.status === "closed" && row.outcome === "rejected" ? "rejected" : row.status} />}
    </TextLink>
  );
}

function AwaitingTag() {
  return <Tag tone="warning">{useTranslations("applications.row")("awaiting")}</Tag>;
}

function RowFacts({ row }: { row: OwnRow }) {
  const t = useTranslations("applications.row");
  const locale = useLocale();
  if (row.awaitingSince) return keepWeekday(t("awaitingBy", { name: row.awaitingBy ?? "", at: formatInstant(row.awaitingSince, locale) }));
  if (row.status === "draft" && row.submittedAt) return t("takenBack");
  if (row.status === "draft") return keepWeekday(t("savedAt", { at: formatInstant(row.savedAt, locale) }));
  const number = t("number", { number: formatApplicationNumber(row.number) });
  const word = row.status === "correction" ? "answerBy" : "dueOn";
  const due = row.dueOn ? t(row.late ? `${word}Late` : word, { day: formatDay(row.dueOn, locale) }) : undefined;
  return <><span className="block tabular-nums">{number}</span><span className={row.late ? "font-semibold text-danger" : undefined}>{keepWeekday(due)}</span></>;
}
