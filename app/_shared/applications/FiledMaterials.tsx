import { useLocale, useTranslations } from "next-intl";
import { dayOfInstant, formatDayShort, formatStamp } from "@/app/_i18n/format";
import { Localised } from "@/app/_shared/items/Localised";
import { TextLink } from "@/app/_ui/TextLink";
import { signedFormField } from "@/domain/applications/schema/counter";
import { compileForm } from "@/domain/forms/rules/compile";
import type { OwnCase } from "./types";
import { TrustTag } from "./TrustTag";

/** One's papers as the office has them: how far each is believed, and when a counter compared it with the original. */
export function FiledMaterials({ found: { files, onFile, definition } }: { found: Pick<OwnCase, "files" | "onFile" | "definition"> }) {
  const t = useTranslations("counter.trust");
  const [words, ui] = [useTranslations("onFile.desk"), useTranslations("ui")];
  const [materials, locale] = [useTranslations("materials"), useLocale()];
  const form = compileForm(definition);
  if (files.length + onFile.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2">
      {onFile.map(({ id, fieldId, certificateId, name, problem }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <TextLink href={`/me/certificates/${certificateId}`} className="tap"><Localised text={form.findField(fieldId)?.label ?? { zh: name }} /></TextLink>
          <TrustTag level="A" />
          {problem && <span className="text-danger">{words("notInForce", { name, problem })}</span>}
        </li>
      ))}
      {files.map((file) => (
        <li key={file.id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <a href={`/api/files/${file.id}`} className="tap">{file.fieldId === signedFormField ? t("signedForm") : <Localised text={form.findField(file.fieldId)?.label ?? { zh: file.name }} />}</a>
          <TrustTag level={file.trustLevel} />
          {file.unscanned && <span className="text-hint text-muted">{ui("beingScanned")}</span>}
          {file.reusedFrom && <span className="text-hint text-muted">{materials("reused", { day: formatDayShort(dayOfInstant(file.reusedFrom), locale) })}</span>}
          {file.verifiedAt && <span className="text-hint text-muted">{t("verifiedAt", { at: formatStamp(file.verifiedAt) })}</span>}
        </li>
      ))}
    </ul>
  );
}
