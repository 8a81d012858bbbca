import { useLocale, useTranslations } from "next-intl";
import { localText } from "@/app/_shared/forms/localised";
import { Checkbox } from "@/app/_ui/Choices";
import { Select, type OptionGroup } from "@/app/_ui/Select";
import { TextField } from "@/app/_ui/TextField";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import type { ResultDraft } from "./state";

type Props = { draft: ResultDraft; fields: readonly FaceFieldSpec[]; sources: readonly OptionGroup[] };

/** What each field of the certificate's face is filled from; for a type without fields, the fields themselves. */
export function Bindings({ draft, fields, sources }: Props) {
  const t = useTranslations("certificateTypes.result");
  const locale = useLocale();
  if (fields.length === 0) return <Rows rows={draft.rows} sources={sources} />;
  return (
    <div className="grid items-end gap-4 md:grid-cols-2">
      {fields.map(({ key, label, required }) => (
        <Select key={key} name={`bind.${key}`} label={localText(label, locale)} optional={!required} empty={t("unbound")} width="full" options={sources} defaultValue={draft.bindings[key] ?? ""} />
      ))}
    </div>
  );
}

function Rows({ rows, sources }: { rows: ResultDraft["rows"]; sources: readonly OptionGroup[] }) {
  const t = useTranslations("certificateTypes.result");
  const shown = [...rows, { key: "", zh: "", en: "", field: "" }];
  return (
    <>
      <input type="hidden" name="rows" value={shown.length} />
      {shown.map((row, at) => (
        <div key={row.key || "new"} role="group" aria-label={row.zh || t("newRow")} className="grid items-end gap-4 rounded-card border border-line p-4 md:grid-cols-2">
          <input type="hidden" name={`rows.${at}.key`} value={row.key} />
          <TextField name={`rows.${at}.zh`} label={t("labelZh")} optional={!row.key} width="full" defaultValue={row.zh} />
          <TextField name={`rows.${at}.en`} label={t("labelEn")} optional width="full" lang="en" defaultValue={row.en} />
          <Select name={`rows.${at}.field`} label={t("boundTo")} empty={t("unbound")} width="full" options={sources} defaultValue={row.field} />
          {row.key && <Checkbox name={`rows.${at}.remove`} label={t("removeRow")} />}
        </div>
      ))}
    </>
  );
}
