"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId, type ReactNode } from "react";
import { AnswerText } from "@/app/_shared/forms/AnswerText";
import { localText } from "@/app/_shared/forms/localised";
import { Localised } from "@/app/_shared/items/Localised";
import { Button } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { useGap } from "@/app/_ui/useGap";
import { findField } from "@/domain/forms/rules/find";
import type { AnswerConflict } from "@/domain/forms/rules/inputs";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { Field, FormDefinition } from "@/domain/forms/schema";

type Props = { conflicts: readonly AnswerConflict[]; definition: FormDefinition };

type Side = "mine" | "theirs";

/** Questions that were answered differently here and elsewhere: both answers side by side, and a choice for each. Nothing is overwritten before it. */
export function Conflicts({ conflicts, definition }: Props) {
  const t = useTranslations("keep.conflict");
  if (conflicts.length === 0) return null;
  const theirs: RawAnswers = Object.assign({}, ...conflicts.map((conflict) => conflict.theirs));
  return (
    <div id="conflicts" tabIndex={-1}>
      <input type="hidden" name="_theirs" value={JSON.stringify(theirs)} />
      <Notice tone="warning" live title={t("title", { count: conflicts.length })}>
        <p>{t("text")}</p>
        <div className="mt-4 flex flex-col gap-6">
          {conflicts.map((conflict) => {
            const field = findField(definition, conflict.fieldId);
            const textOf = (side: Side) => field && <Shown field={field} raw={conflict[side]} answer={conflict.answers[side]} />;
            return field && <Choice key={field.id} field={field} mine={textOf("mine")} theirs={textOf("theirs")} />;
          })}
        </div>
      </Notice>
    </div>
  );
}

/** An answer as it reads; one that could not be stored as it was typed. */
function Shown({ field, raw, answer }: { field: Field; raw: RawAnswers; answer: Parameters<typeof AnswerText>[0]["value"] }) {
  const t = useTranslations("keep.conflict");
  if (answer !== undefined) return <AnswerText field={field} value={answer} divisions={{}} />;
  const typed = Object.entries(raw).filter(([name]) => !name.endsWith(".rows")).flatMap(([, text]) => text).filter(Boolean).join(" ");
  return typed || <span className="text-muted">{t("empty")}</span>;
}

type ChoiceProps = { field: Field; mine: ReactNode; theirs: ReactNode };

function Choice({ field, mine, theirs }: ChoiceProps) {
  const t = useTranslations("keep.conflict");
  const [title, locale, gap] = [useId(), useLocale(), useGap()];
  return (
    <section aria-labelledby={title} className="flex flex-col gap-3">
      <h2 id={title} className="font-bold"><Localised text={field.label} /></h2>
      <div className="grid gap-4 sm:grid-cols-2">
        {([["mine", mine], ["theirs", theirs]] as const).map(([side, text]) => (
          <div key={side} className="flex min-w-0 flex-col gap-2 rounded-card border border-line bg-surface p-4">
            <h3 className="text-muted">{t(side)}</h3>
            <div className="grow break-words font-semibold">{text}</div>
            <div><Button type="submit" name="_intent" value={`${side}:${field.id}`}>{t("use")}<span className="sr-only">{gap}{t("useWhich", { side: t(side), question: localText(field.label, locale) })}</span></Button></div>
          </div>
        ))}
      </div>
    </section>
  );
}
