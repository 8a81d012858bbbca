"use client";

import { useTranslations } from "next-intl";
import { FieldControl } from "@/app/_shared/forms/FieldControl";
import { GroupControl } from "@/app/_shared/forms/GroupControl";
import type { DivisionLists } from "@/app/_shared/forms/divisions";
import { hasSourceNote, SourceNote } from "@/app/_shared/forms/SourceNote";
import { Localised } from "@/app/_shared/items/Localised";
import { cx } from "@/app/_ui/cx";
import type { Origin } from "@/domain/forms/rules/sources";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { Answers, Field } from "@/domain/forms/schema";
import type { LiveSection } from "./live";

/** Questions that need the whole width of the page. */
const wide: ReadonlySet<Field["type"]> = new Set<Field["type"]>(["longText", "address", "division", "repeatingGroup", "signature", "note", "multipleChoice", "dateRange"]);

type Props = {
  /** Its place on the page, for the quick key. */
  number: number;
  live: LiveSection;
  answers: Answers;
  raw: RawAnswers;
  byControl: Readonly<Record<string, string>>;
  sourceOf: (fieldId: string) => Origin | undefined;
  lists: DivisionLists;
};

/** One section in counter layout: two columns where there is room, read and tabbed through line by line. */
export function IntakeSection({ number, live: { section, fields, rows }, answers, raw, byControl, sourceOf, lists }: Props) {
  const t = useTranslations("counter.intake");
  const asked = fields.filter(({ type }) => type !== "file");
  if (asked.length === 0) return null;
  const shared = { raw, errors: byControl, lists };
  return (
    <section data-section={section.id} id={`part-${section.id}`} tabIndex={-1} aria-labelledby={`title-${section.id}`} className="flex flex-col gap-5 rounded-card border border-line p-4 md:p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={`title-${section.id}`} className="text-h3 font-bold"><Localised text={section.title} /></h2>
        {number <= 9 && <kbd className="text-hint text-muted max-lg:hidden">{t("key", { number })}</kbd>}
      </div>
      {section.description && <p className="max-w-measure text-muted"><Localised text={section.description} /></p>}
      <div className="grid gap-6 xl:grid-cols-2 xl:gap-x-10 elder:xl:grid-cols-1">
        {asked.map((field) => {
          const source = sourceOf(field.id);
          return (
            <div key={field.id} className={cx("max-w-form min-w-0", wide.has(field.type) && "xl:col-span-2 elder:xl:col-span-1")}>
              {field.type === "repeatingGroup"
                ? <GroupControl field={field} rows={rows[field.id] ?? []} {...shared} />
                : <FieldControl field={field} name={field.id} {...shared} computed={answers[field.id]} source={hasSourceNote(source) ? <SourceNote source={source} ofApplicant /> : undefined} />}
            </div>
          );
        })}
      </div>
    </section>
  );
}
