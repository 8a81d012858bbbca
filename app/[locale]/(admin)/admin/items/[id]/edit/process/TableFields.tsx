"use client";

import { useLocale, useTranslations } from "next-intl";
import { localText } from "@/app/_shared/forms/localised";
import { CheckboxGroup } from "@/app/_ui/Choices";
import { Notice } from "@/app/_ui/Notice";
import { TextField } from "@/app/_ui/TextField";
import { Expression } from "./Expression";
import type { TypedStep } from "./read";
import type { Choosable } from "./state";

type Props = Pick<Choosable, "scope" | "readables"> & { step: TypedStep; at: number; wrong: ReadonlySet<string> };

/** The decision table: rows that approve, each with why; an emptied row goes, the last is for a new one. */
export function TableFields({ step: { automatic }, at, scope, readables, wrong }: Props) {
  const t = useTranslations("process.edit.table");
  const locale = useLocale();
  const rows = [...(automatic?.rows ?? []), { when: "", explanation: { zh: "", en: "" } }];
  const prefix = `steps.${at}.automatic`;
  const error = (name: string) => (wrong.has(name) ? t("rowWrong") : undefined);
  return (
    <fieldset className="flex flex-col gap-4 rounded-card border border-dashed border-control p-4">
      <legend className="px-2 font-semibold">{t("title")}</legend>
      <Notice>{t("hint")}</Notice>
      <input type="hidden" name={`${prefix}.count`} value={rows.length} />
      {rows.map(({ when, explanation }, row) => (
        <fieldset key={row} className="flex min-w-0 flex-col gap-3 border-t border-line pt-3">
          <legend className="font-semibold">{row === rows.length - 1 ? t("newRow") : t("row", { row: row + 1 })}</legend>
          {error(`${prefix}.rows.${row}.when`) && <p className="font-semibold text-danger">{t("rowWrong")}</p>}
          <Expression name={`${prefix}.rows.${row}.when`} label={t("when")} value={when} scope={scope} />
          <TextField name={`${prefix}.rows.${row}.zh`} label={t("zh")} width="full" maxLength={500} defaultValue={explanation?.zh} error={error(`${prefix}.rows.${row}.zh`)} />
          <TextField name={`${prefix}.rows.${row}.en`} label={t("en")} width="full" lang="en" maxLength={500} defaultValue={explanation?.en} error={error(`${prefix}.rows.${row}.en`)} />
        </fieldset>
      ))}
      {readables.length > 0 && <CheckboxGroup name={`${prefix}.takes`} legend={t("takes")} hint={t("takesHint")} optional choices={readables.map(({ id, label }) => ({ value: id, label: localText(label, locale) }))} defaultValue={automatic?.takes} />}
    </fieldset>
  );
}
