"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/Button";
import { cx } from "@/app/_ui/cx";
import { errorId, fieldId } from "@/app/_ui/fields";
import { FieldNotes, OptionalMark } from "@/app/_ui/FormField";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { Answers, Field, LeafField } from "@/domain/forms/schema";
import type { DivisionLists } from "./divisions";
import { FieldControl } from "./FieldControl";
import { Localised } from "@/app/_shared/items/Localised";
import { leastRows, rowCount } from "./raw";

type Group = Extract<Field, { type: "repeatingGroup" }>;
type GroupProps = {
  field: Group;
  raw: RawAnswers;
  errors: Readonly<Record<string, string>>;
  lists: DivisionLists;
  /** The fields of a row that apply, and its values worked out; by row. */
  rows: readonly { fields: readonly LeafField[]; values: Answers }[];
};

/** Several answers of the same kind. Rows come and go by submit buttons, so this works without script too. */
export function GroupControl({ field, raw, errors, lists, rows }: GroupProps) {
  const t = useTranslations("apply.group");
  const { id, max = 50 } = field;
  const count = rowCount(raw, id, leastRows(field));
  const error = errors[id];
  return (
    <fieldset className={cx("min-w-0", error && "border-l-4 border-danger pl-4")} aria-describedby={error ? errorId(id) : undefined}>
      <legend className="mb-2 block font-semibold leading-normal elder:font-bold"><Localised text={field.label} />{field.optional && <OptionalMark />}</legend>
      <div className="flex flex-col gap-4">
        <FieldNotes name={id} hint={field.hint && <Localised text={field.hint} />} error={error} />
        <input type="hidden" name={`${id}.rows`} value={count} />
        {Array.from({ length: count }, (_, row) => (
          <fieldset key={row} id={`row-${id}-${row}`} tabIndex={-1} className="min-w-0 rounded-card border border-line p-4 md:p-5">
            <legend className="px-2 font-semibold">{t("row", { row: row + 1 })}</legend>
            <div className="flex flex-col gap-6">
              {(rows[row]?.fields ?? field.fields).map((child) => (
                <FieldControl key={child.id} field={child} name={`${id}.${row}.${child.id}`} raw={raw} errors={errors} lists={lists} computed={rows[row]?.values[child.id]} />
              ))}
              <div>
                <Button type="submit" look="secondary" icon="close" name="_intent" value={`remove:${id}:${row}`}>
                  {t("remove")}<span className="sr-only"> {t("row", { row: row + 1 })}</span>
                </Button>
              </div>
            </div>
          </fieldset>
        ))}
        {count < max && (
          <div><Button type="submit" look="secondary" id={fieldId(id)} name="_intent" value={`add:${id}`}>{count === 0 ? t("addFirst") : t("add")}</Button></div>
        )}
      </div>
    </fieldset>
  );
}
