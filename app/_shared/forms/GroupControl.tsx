"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { cx } from "@/app/_ui/cx";
import { errorId, fieldId } from "@/app/_ui/fields";
import { FieldNotes, OptionalMark } from "@/app/_ui/FormField";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { Field } from "@/domain/forms/schema";
import type { DivisionLists } from "./divisions";
import { FieldControl } from "./FieldControl";
import { Localised } from "@/app/_shared/items/Localised";
import type { LiveRows } from "./live";
import { leastRows, rawText, rowCount } from "./raw";

type Group = Extract<Field, { type: "repeatingGroup" }>;
type GroupProps = {
  field: Group;
  raw: RawAnswers;
  errors: Readonly<Record<string, string>>;
  lists: DivisionLists;
  rows: LiveRows[string];
  /** In the simplified flow one row is open at a time: the last, and any with an error. */
  oneOpen?: boolean | undefined;
};

/** Several answers of the same kind. Rows come and go by submit buttons, so this works without script too. */
export function GroupControl({ field, raw, errors, lists, rows, oneOpen = false }: GroupProps) {
  const t = useTranslations("apply.group");
  const { id, max = 50 } = field;
  const count = rowCount(raw, id, leastRows(field));
  const error = errors[id];
  const hasError = (row: number) => Object.keys(errors).some((name) => name.startsWith(`${id}.${row}.`));
  return (
    <fieldset className={cx("min-w-0", error && "border-l-4 border-danger pl-4")} aria-describedby={error ? errorId(id) : undefined}>
      <legend className="mb-2 block font-semibold leading-normal elder:font-bold"><Localised text={field.label} />{field.optional && <OptionalMark />}</legend>
      <div className="flex flex-col gap-4">
        <FieldNotes name={id} hint={field.hint && <Localised text={field.hint} />} error={error} />
        <input type="hidden" name={`${id}.rows`} value={count} />
        {Array.from({ length: count }, (_, row) => (
          <Row key={row} row={row} folded={oneOpen && row < count - 1 && !hasError(row)} {...{ field, raw, errors, lists, rows }} />
        ))}
        {count < max && (
          <div><Button type="submit" look="secondary" id={fieldId(id)} name="_intent" value={`add:${id}`}>{count === 0 ? t("addFirst") : t("add")}</Button></div>
        )}
      </div>
    </fieldset>
  );
}

/** One row; folded, it is called by its first answer and still sent with the rest. */
function Row({ field, row, folded, raw, errors, lists, rows }: Omit<GroupProps, "oneOpen"> & { row: number; folded: boolean }) {
  const t = useTranslations("apply.group");
  const { id, fields } = field;
  const name = `${id}.${row}`;
  const { shown, computed } = rows[row] ?? {};
  const inner = (
    <div className="flex flex-col gap-6">
      {fields.filter((child) => shown?.includes(child.id) ?? true).map((child) => (
        <FieldControl key={child.id} field={child} name={`${name}.${child.id}`} raw={raw} errors={errors} lists={lists} computed={computed?.[child.id]} />
      ))}
      <div>
        <Button type="submit" look="secondary" icon="close" name="_intent" value={`remove:${id}:${row}`}>
          {t("remove")}<span className="sr-only"> {t("row", { row: row + 1 })}</span>
        </Button>
      </div>
    </div>
  );
  return (
    <fieldset id={`row-${id}-${row}`} tabIndex={-1} className="min-w-0 rounded-card border border-line p-4 md:p-5">
      <legend className="px-2 font-semibold">{t("row", { row: row + 1 })}</legend>
      {folded ? <Details summary={rawText(raw, `${name}.${fields[0]?.id ?? ""}`) || t("row", { row: row + 1 })}>{inner}</Details> : inner}
    </fieldset>
  );
}
