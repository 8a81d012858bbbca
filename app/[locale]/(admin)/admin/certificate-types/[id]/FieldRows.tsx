import { useTranslations } from "next-intl";
import { Checkbox } from "@/app/_ui/Choices";
import { Select } from "@/app/_ui/Select";
import { NumberField, TextField } from "@/app/_ui/TextField";
import { faceFieldTypes, faceMasks } from "@/domain/items/schema/result";
import { Folded } from "../../items/[id]/edit/Folded";
import type { FieldDraft } from "../state";

const blank: FieldDraft = { key: "", zh: "", en: "", type: "text", mask: "most", maxLength: "40", required: false };

/** The fields of the face, one folded block each, and an empty one to add another. */
export function FieldRows({ fields, problem }: { fields: readonly FieldDraft[]; problem: (name: string) => string | undefined }) {
  const t = useTranslations("certificateTypes.field");
  return (
    <div className="flex flex-col gap-3">
      <input type="hidden" name="fields" value={fields.length + 1} />
      {[...fields, blank].map((field, at) => {
        const prefix = `fields.${at}`;
        const isNew = at === fields.length;
        const faulty = ["key", "zh", "maxLength", "type", "mask"].some((part) => problem(`${prefix}.${part}`));
        return (
          <Folded key={field.key || at} summary={isNew ? t("new") : t("summary", { number: at + 1, label: field.zh })} open={faulty}>
            <div className="grid items-end gap-4 md:grid-cols-2">
              <TextField name={`${prefix}.zh`} label={t("zh")} optional={isNew} width="full" defaultValue={field.zh} error={problem(`${prefix}.zh`)} />
              <TextField name={`${prefix}.en`} label={t("en")} optional width="full" lang="en" defaultValue={field.en} />
              <TextField name={`${prefix}.key`} label={t("key")} hint={t("keyHint")} width="full" spellCheck={false} defaultValue={field.key} error={problem(`${prefix}.key`)} />
              <NumberField name={`${prefix}.maxLength`} label={t("maxLength")} inputMode="numeric" defaultValue={field.maxLength} error={problem(`${prefix}.maxLength`)} />
              <Select name={`${prefix}.type`} label={t("type")} empty={false} width="full" defaultValue={field.type} options={faceFieldTypes.map((value) => ({ value, label: t(`types.${value}`) }))} />
              <Select name={`${prefix}.mask`} label={t("mask")} empty={false} width="full" defaultValue={field.mask} options={faceMasks.map((value) => ({ value, label: t(`masks.${value}`) }))} />
            </div>
            <Checkbox name={`${prefix}.required`} label={t("required")} defaultChecked={field.required} />
            {!isNew && <NumberField name={`${prefix}.position`} label={t("position")} inputMode="numeric" width="tiny" defaultValue={String(at + 1)} />}
            {!isNew && <Checkbox name={`${prefix}.remove`} label={t("remove")} />}
          </Folded>
        );
      })}
    </div>
  );
}
