import type { CompiledForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import type { Answers } from "@/domain/forms/schema";

type Asked = { items: readonly { fieldId: string }[] };

/**
 * The fields that may change while a correction is asked (行政许可法 32(4)): those it lists, those that hang on them
 * (shown, computed or bounded by what they say), and what would stop a resubmission as it stands. All else stays as it
 * was filed: an answer posted for another field is not read, a file for another field is refused.
 */
export function correctable(form: CompiledForm, { items }: Asked, { answers, context }: { answers: Answers; context: FormContext }): ReadonlySet<string> {
  const wrong = form.validate(answers, context).errors.map(({ fieldId }) => fieldId);
  return form.affectedBy([...items.map(({ fieldId }) => fieldId), ...wrong]);
}
