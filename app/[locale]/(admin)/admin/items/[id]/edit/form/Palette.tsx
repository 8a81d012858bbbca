"use client";

import { useLocale, useTranslations } from "next-intl";
import { localText } from "@/app/_shared/forms/localised";
import { Button } from "@/app/_ui/Button";
import { FoldLine } from "@/app/_ui/Cards";
import { fieldTypeNames } from "@/domain/forms/rules/edit-new";
import type { Field, FieldType } from "@/domain/forms/schema";
import type { Builder } from "./useBuilder";

const kinds = {
  texts: ["text", "longText", "number", "money"],
  choices: ["choice", "multipleChoice", "yesNo"],
  dates: ["date", "dateRange"],
  people: ["personName", "citizenId", "phone", "email", "address", "division", "uscc", "bankAccount"],
  papers: ["file", "signature"],
  structure: ["note", "computed", "repeatingGroup"],
} as const satisfies Record<string, readonly FieldType[]>;
const groups = Object.keys(kinds) as (keyof typeof kinds)[];

type Props = { onDrag: Builder["drag"]; onSection: () => void; onType: (type: FieldType) => void; missing: readonly Field[]; onField: (field: Field) => void };

/** What can be added: a page, each kind of question, and the situations and materials of the guide that no question asks for yet. */
export function Palette({ onDrag, onSection, onType, missing, onField }: Props) {
  const t = useTranslations("builder.palette");
  const locale = useLocale();
  return (
    <section aria-labelledby="palette" className="flex flex-col gap-3">
      <h2 id="palette" className="text-h3 font-bold">{t("title")}</h2>
      <p className="text-hint text-muted">{t("hint")}</p>
      <Button icon="document" onClick={onSection}>{t("page")}</Button>
      {groups.map((group, index) => (
        <details key={group} open={index < 2} className="rounded-control border border-line">
          <FoldLine>{t(`groups.${group}`)}</FoldLine>
          <ul className="flex flex-wrap gap-2 p-2 elder:gap-4">
            {kinds[group].map((type) => (
              <li key={type}>
                <Button className="px-3!" draggable onDragStart={(event) => { event.dataTransfer.setData("text/plain", type); onDrag({ type }); }} onDragEnd={() => onDrag(undefined)} onClick={() => onType(type)}>
                  {localText(fieldTypeNames[type], locale)}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      ))}
      {missing.length > 0 && (
        <details className="rounded-control border border-line">
          <FoldLine>{t("missing", { count: missing.length })}</FoldLine>
          <div className="flex flex-col gap-2 p-2">
            <p className="text-hint text-muted">{t("missingHint")}</p>
            <ul className="flex flex-col gap-2 elder:gap-4">
              {missing.map((field) => <li key={field.id}><Button className="px-3! text-left" onClick={() => onField(field)}>{localText(field.label, locale)}</Button></li>)}
            </ul>
          </div>
        </details>
      )}
    </section>
  );
}
