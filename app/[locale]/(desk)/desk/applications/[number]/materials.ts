import type { Answers } from "@/app/_trpc/types";
import type { DeskCase } from "@/app/_shared/desk/types";
import { signedFormField } from "@/domain/applications/schema/counter";
import { compileForm } from "@/domain/forms/rules/compile";
import type { LocalisedText } from "@/domain/forms/schema";

export type CaseChanges = Answers["applications"]["changes"];
export type FileView = { id: string; name: string; mime: string; size: number; replacedAt: string | null; /** Nobody opens it before the scanner has looked at it. */ unscanned: boolean };
/** The uploads for one question, with what a correction replaced. `asked`: what the open correction wants of it. */
export type MaterialView = { fieldId: string; label: LocalisedText; asked: string | null; changed: boolean; files: FileView[]; earlier: FileView[] };

/** What was signed on paper at a counter. */
const signedForm: LocalisedText = { zh: "签字的申请表", en: "Signed application form" };

/** The uploads of a case by the question they answer, in the order of the form. */
export function materialsOf({ definition, files, correction }: Pick<DeskCase, "definition" | "files" | "correction">, { earlierFiles, changes }: CaseChanges): MaterialView[] {
  const form = compileForm(definition);
  const order = definition.sections.flatMap(({ fields }) => fields.map(({ id }) => id));
  const used = [...new Set([...files, ...earlierFiles].map(({ fieldId }) => fieldId))].toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  return used.map((fieldId) => ({
    fieldId, label: form.findField(fieldId)?.label ?? (fieldId === signedFormField ? signedForm : { zh: fieldId }),
    asked: correction?.items.find((item) => item.fieldId.split(".")[0] === fieldId)?.reason ?? null,
    changed: changes.some((change) => change.fieldId === fieldId),
    files: files.filter((file) => file.fieldId === fieldId).map(({ id, name, mime, size, unscanned }) => ({ id, name, mime, size, unscanned, replacedAt: null })),
    earlier: earlierFiles.filter((file) => file.fieldId === fieldId).map(({ id, name, mime, size, unscanned, replacedAt }) => ({ id, name, mime, size, unscanned, replacedAt })),
  }));
}
