import { getTranslations } from "next-intl/server";
import type { StepText } from "@/domain/notices/schema/texts";
import type { FieldSpec } from "../_parts/FieldsForm";

/** What is asked of a message that steps send. */
export async function stepFields(text?: StepText): Promise<FieldSpec[]> {
  const t = await getTranslations("templates");
  const problem = t("problem");
  return [
    { type: "text", name: "name", label: t("fields.name"), hint: t("fields.nameHint"), value: text?.name, problem },
    { type: "text", name: "nameEn", label: t("fields.nameEn"), value: text?.nameEn, problem },
    { type: "area", name: "zh", label: t("fields.zh"), hint: text ? undefined : t("new.slots", { number: "{number}", dueOn: "[{dueOn}]" }), rows: 4, value: text?.zh, problem },
    { type: "area", name: "en", label: t("fields.en"), rows: 4, value: text?.en, problem },
  ];
}
