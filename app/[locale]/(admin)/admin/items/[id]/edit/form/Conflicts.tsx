"use client";

import { useLocale, useTranslations } from "next-intl";
import { localText } from "@/app/_shared/forms/localised";
import { Button } from "@/app/_ui/Button";
import { locate } from "@/domain/forms/rules/edit-steps";
import type { FormConflict } from "./state";
import type { Builder } from "./useBuilder";

/** Where a colleague changed the same: one's own stands in the form, theirs can be taken. */
export function Conflicts({ conflicts, builder }: { conflicts: readonly FormConflict[]; builder: Builder }) {
  const t = useTranslations("builder.conflicts");
  const locale = useLocale();
  const nameOf = ({ node, theirs }: FormConflict) => {
    const mine = node.kind === "field" ? locate(builder.form, node.id)?.field.label : builder.form.sections.find(({ id }) => id === node.id)?.title;
    const text = mine ?? theirs?.label;
    return text ? localText(text, locale) : node.id;
  };
  const take = ({ node, theirs }: FormConflict) => builder.edit(theirs ? { do: "changeField", id: node.id, field: theirs } : { do: "remove", node });
  return (
    <section aria-label={t("title")} className="flex flex-col gap-3 rounded-card border border-warning-line bg-warning-soft p-4">
      <h2 className="text-h3 font-bold">{t("title")}</h2>
      <p>{t("hint")}</p>
      <ul className="flex flex-col gap-3">
        {conflicts.map((conflict) => (
          <li key={`${conflict.node.kind} ${conflict.node.id}`} className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <span className="min-w-0">{conflict.node.kind === "section" ? t("page", { name: nameOf(conflict) }) : conflict.theirs ? t("field", { name: nameOf(conflict), theirs: localText(conflict.theirs.label, locale) }) : t("removed", { name: nameOf(conflict) })}</span>
            {conflict.node.kind === "field" && <Button className="needs-script" onClick={() => take(conflict)}>{t("take")}<span className="sr-only"> {nameOf(conflict)}</span></Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
