import { useTranslations } from "next-intl";
import { formatStamp } from "@/app/_i18n/format";
import { Localised } from "@/app/_shared/items/Localised";
import { signedFormField } from "@/domain/applications/schema/counter";
import { compileForm } from "@/domain/forms/rules/compile";
import type { OwnCase } from "./types";
import { TrustTag } from "./TrustTag";

/** One's papers as the office has them: how far each is believed, and when a counter compared it with the original. */
export function FiledMaterials({ found: { files, definition } }: { found: Pick<OwnCase, "files" | "definition"> }) {
  const t = useTranslations("counter.trust");
  const form = compileForm(definition);
  if (files.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2">
      {files.map((file) => (
        <li key={file.id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <a href={`/api/files/${file.id}`} className="tap">{file.fieldId === signedFormField ? t("signedForm") : <Localised text={form.findField(file.fieldId)?.label ?? { zh: file.name }} />}</a>
          <TrustTag level={file.trustLevel} />
          {file.verifiedAt && <span className="text-hint text-muted">{t("verifiedAt", { at: formatStamp(file.verifiedAt) })}</span>}
        </li>
      ))}
    </ul>
  );
}
