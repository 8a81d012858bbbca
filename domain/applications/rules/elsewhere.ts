import { isWithin } from "@/domain/departments/rules";
import { DivisionCode } from "@/domain/departments/schema";
import type { CompiledForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import type { AnswerValue, Answers, Field, LocalisedText } from "@/domain/forms/schema";

/** A place somebody named, outside the division that their application goes to. */
export type Elsewhere = { fieldId: string; sectionId: string; label: LocalisedText; division: DivisionCode };

/**
 * The places of an application, where none of them lies in the division that it goes to. One that does is enough: a registered
 * address is often far from where somebody lives, and which of them decides is the office's to say. Places in rows are of others.
 */
export function placesElsewhere(form: CompiledForm, { answers, context, divisionCode }: { answers: Answers; context: FormContext; divisionCode: DivisionCode }): Elsewhere[] {
  const places = form.visible(answers, context).sections.flatMap(({ section, fields }) => fields.flatMap((field): Elsewhere[] => {
    const division = DivisionCode.safeParse(divisionIn(field, answers[field.id])).data;
    return division === undefined ? [] : [{ fieldId: field.id, sectionId: section.id, label: field.label, division }];
  }));
  return places.some(({ division }) => isWithin(division, divisionCode)) ? [] : places;
}

function divisionIn({ type }: Field, answer: AnswerValue | undefined): AnswerValue | undefined {
  if (type === "division") return answer;
  return type === "address" && typeof answer === "object" && answer !== null && !Array.isArray(answer) ? answer["division"] : undefined;
}
