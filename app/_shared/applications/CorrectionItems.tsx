import { useLocale, useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/Notice";
import { TextLink } from "@/app/_ui/TextLink";
import { useGap } from "@/app/_ui/useGap";
import { compileForm } from "@/domain/forms/rules/compile";
import type { FormDefinition } from "@/domain/forms/schema";
import { localText } from "../forms/localised";
import { Chinese } from "../items/Localised";
import { placePath } from "./places";

type Item = { fieldId: string; reason: string };

/** The page of the form that asks a field. */
function pageOfField(definition: FormDefinition, fieldId: string): string | undefined {
  const [root] = fieldId.split(".");
  return definition.sections.find(({ fields }) => fields.some(({ id }) => id === root))?.id;
}

/** What the office asked to put right, word for word; each a link to its question where `draftId` is given. */
export function CorrectionItems({ definition, items, draftId }: { definition: FormDefinition; items: readonly Item[]; draftId?: string }) {
  const t = useTranslations("applications.correction");
  const locale = useLocale();
  const gap = useGap();
  const form = compileForm(definition);
  if (items.length === 0) return null;
  return (
    <Notice tone="warning" title={t("asked", { count: items.length })}>
      <ul className="flex list-disc flex-col gap-2 pl-[1.4em]">
        {items.map(({ fieldId, reason }) => {
          const field = form.findField(fieldId);
          const label = field ? localText(field.label, locale) : fieldId;
          const page = pageOfField(definition, fieldId);
          return (
            <li key={fieldId}>
              {draftId && page ? <TextLink href={`${placePath({ id: draftId, section: page, question: fieldId.split(".")[0] })}#field-${fieldId}`} className="font-semibold">{label}</TextLink> : <strong>{label}</strong>}
              {t("colon")}{gap}<Chinese>{reason}</Chinese>
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
