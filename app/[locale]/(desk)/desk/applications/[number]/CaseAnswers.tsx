import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AnswerText, type DivisionNames } from "@/app/_shared/forms/AnswerText";
import { localText } from "@/app/_shared/forms/localised";
import type { DeskCase } from "@/app/_shared/desk/types";
import { Localised } from "@/app/_shared/items/Localised";
import { Section } from "@/app/_ui/Page";
import { compileForm } from "@/domain/forms/rules/compile";
import type { LocalisedText } from "@/domain/forms/schema";
import { Reveal } from "./Reveal";

type Props = { found: DeskCase; divisions: DivisionNames; mayReveal: boolean; returned: Returned | undefined };
/** The field somebody wanted to read before they proved who they are, and the reason they gave. */
type Returned = { field: string; reason: string };

/** The sections that apply with their fields, as the definition orders them. */
export function visibleFields({ definition, visibleSections }: Pick<DeskCase, "definition" | "visibleSections">) {
  const form = compileForm(definition);
  return visibleSections.map(({ id, fields }) => ({
    id, title: definition.sections.find((section) => section.id === id)?.title ?? { zh: id },
    fields: fields.map((field) => form.findField(field)).filter((field) => field !== undefined).filter(({ type }) => type !== "note"),
  }));
}

/** The questions with an answer in words; uploads stand beside them. */
function worded(found: DeskCase) {
  return visibleFields(found).map((section) => ({ ...section, fields: section.fields.filter(({ type }) => type !== "file") })).filter(({ fields }) => fields.length > 0);
}

/** What the applicant answered, page by page; what identifies a person is masked until somebody says why they need it. */
export function CaseAnswers({ found, divisions, mayReveal, returned }: Props) {
  const ui = useTranslations("ui");
  const locale = useLocale();
  return (
    <div className="flex flex-col gap-6">
      {worded(found).map(({ id, title, fields }) => (
        <Titled key={id} title={fields.length === 1 && fields[0]?.label.zh === title.zh ? undefined : title}>
          <dl className="border-t border-line">
            {fields.map((field) => {
              const label = localText(field.label, locale);
              const value = found.answers[field.id];
              return (
                <div key={field.id} className="grid gap-x-5 gap-y-1 border-b border-line py-2 sm:grid-cols-[minmax(0,11rem)_minmax(0,1fr)] elder:sm:grid-cols-1">
                  <dt className="text-muted"><Localised text={field.label} /></dt>
                  <dd className="flex min-w-0 flex-wrap items-baseline gap-x-5">
                    <div className="min-w-0">{value === undefined ? <span className="text-muted">{ui("notFilled")}</span> : <AnswerText field={field} value={value} divisions={divisions} />}</div>
                    <Asked found={found} field={field.id} />
                    {mayReveal && value !== undefined && found.maskedFields.includes(field.id) && <Reveal id={found.id} number={found.number} field={field.id} label={label} {...(field.id === returned?.field ? { returned: returned.reason } : {})} />}
                  </dd>
                </div>
              );
            })}
          </dl>
        </Titled>
      ))}
    </div>
  );
}

// A page of one question is that question: saying it twice helps nobody.
function Titled({ title, children }: { title: LocalisedText | undefined; children: ReactNode }) {
  return title ? <Section level={3} title={<Localised text={title} />}>{children}</Section> : children;
}

/** What a correction asks about this question, while it is open. */
export function Asked({ found, field }: { found: DeskCase; field: string }) {
  const t = useTranslations("desk.answers");
  const item = found.correction?.items.find(({ fieldId }) => fieldId.split(".")[0] === field);
  return item ? <span className="mt-1 block basis-full border-l-4 border-warning-line pl-3 text-warning">{t("corrected", { reason: item.reason })}</span> : null;
}
