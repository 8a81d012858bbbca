import { useLocale, useTranslations } from "next-intl";
import { localePath } from "@/app/_i18n/routing";
import { dayOfInstant, formatDayShort } from "@/app/_i18n/format";
import { fileSize } from "@/app/_shared/applications/fileSize";
import type { Draft } from "@/app/_shared/applications/types";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Localised } from "@/app/_shared/items/Localised";
import { localText } from "@/app/_shared/forms/localised";
import { ReceivedFiles } from "@/app/_ui/FileField";
import { OptionalMark } from "@/app/_ui/FormField";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { useGap } from "@/app/_ui/useGap";
import { maxFilesOf } from "@/domain/forms/rules/choices";
import type { Field } from "@/domain/forms/schema";
import { Reuse } from "@/app/_shared/materials/Reuse";
import { OnFile } from "@/app/_shared/onFile/OnFile";
import { removeFile } from "./actions";
import { UploadForm } from "./UploadForm";

type Props = {
  draft: Pick<Draft, "id" | "files" | "materials" | "onFile" | "offers" | "departmentName" | "keptOffers">;
  sectionId: string;
  fields: readonly Field[];
  /** The address of this place, without language. */
  path: string;
  /** In the simplified flow, the question this is. */
  question: string | undefined;
  returnsToCheck: boolean;
  /** Whether what is uploaded may be kept for the next time. */
  keeps: boolean;
  failed: { field: string; message: string } | undefined;
  newKey: () => string;
};

/** The uploads of a page: what is asked for and in which form, what has come, and a form of its own for each. */
export function Uploads({ fields, ...rest }: Props) {
  const t = useTranslations("apply.upload");
  const uploads = fields.filter((field) => field.type === "file");
  if (uploads.length === 0) return null;
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-measure text-muted">{t("rules")}</p>
      {uploads.map((field) => <Upload key={field.id} field={field} {...rest} />)}
    </div>
  );
}

type UploadProps = Omit<Props, "fields"> & { field: Extract<Field, { type: "file" }> };

function Upload({ field, draft, sectionId, path, question, returnsToCheck, keeps, failed, newKey }: UploadProps) {
  const t = useTranslations("apply.upload");
  const kept = useTranslations("materials");
  const locale = useLocale();
  const material = draft.materials.find(({ key }) => key === field.id);
  const files = draft.files.filter(({ fieldId }) => fieldId === field.id);
  const name = localText(field.label, locale);
  const certificates = draft.onFile.filter(({ fieldId }) => fieldId === field.id).length;
  const room = maxFilesOf(field) - files.length - certificates;
  const full = room <= 0;
  const error = failed?.field === field.id ? failed.message : undefined;
  return (
    <section id={full ? `field-${field.id}` : undefined} tabIndex={full ? -1 : undefined} className="flex flex-col gap-4 rounded-card border border-line p-4 md:p-5">
      <div className="flex flex-col gap-1">
        <h2 className="font-semibold"><Localised text={field.label} />{field.optional && <OptionalMark />}</h2>
        <div className="max-w-measure text-hint text-muted"><MaterialHint field={field} material={material} /></div>
      </div>
      {files.length > 0 && (
        <ReceivedFiles
          files={files.map((file) => ({
            id: file.id,
            name: file.name,
            href: `/api/files/${file.id}`,
            unscanned: file.unscanned,
            note: [fileSize(file.size), ...(file.reusedFrom ? [kept("reused", { day: formatDayShort(dayOfInstant(file.reusedFrom), locale) })] : []), ...(file.keepNext ? [t("keepNext")] : [])].join(" · "),
            action: (
              <form action={removeFile}>
                <ActingField />
                <input type="hidden" name="_draft" value={draft.id} />
                <input type="hidden" name="_section" value={sectionId} />
                <input type="hidden" name="_field" value={field.id} />
                <input type="hidden" name="_file" value={file.id} />
                {question !== undefined && <input type="hidden" name="_question" value={question} />}
                {returnsToCheck && <input type="hidden" name="_return" value="check" />}
                <SubmitButton look="quiet">{t("remove")}<span className="sr-only"> {file.name}</span></SubmitButton>
              </form>
            ),
          }))}
        />
      )}
      <OnFile draft={draft} id={draft.id} fieldId={field.id} path={path} full={full} error={error} newKey={newKey} />
      {!full && <Reuse offers={draft.keptOffers} id={draft.id} fieldId={field.id} path={path} newKey={newKey} />}
      {full ? (certificates === 0 && <p className="text-hint text-muted">{t("full", { count: files.length })}</p>) : (
        <UploadForm
          draftId={draft.id}
          fieldId={field.id}
          name={name}
          label={<><span className="sr-only"><Localised text={field.label} /> </span>{files.length > 0 ? t("more") : certificates > 0 ? t("besides") : t("choose")}</>}
          returnTo={localePath(locale, path)}
          idempotencyKey={newKey()}
          error={error}
          multiple={room > 1}
          keeps={keeps && material !== undefined}
        />
      )}
    </section>
  );
}

/** In which form a material is asked, how many copies, when it is needed, and what a good one looks like. */
function MaterialHint({ field, material }: { field: Field; material: Draft["materials"][number] | undefined }) {
  const t = useTranslations("apply.upload");
  const forms = useTranslations("enums.items.materialForm");
  const gap = useGap();
  const facts = [
    material?.form && forms(material.form),
    material?.copies ? t("copies", { count: material.copies }) : undefined,
    material?.necessity === "tolerable" ? t("later") : undefined,
  ].filter(Boolean);
  return (
    <>
      {facts.length > 0 && <span className="block">{facts.join(`${t("comma")}${gap}`)}</span>}
      {material?.conditionSaid && !field.hint?.zh.includes(material.conditionSaid.zh) && <span className="block">{t("condition")}{gap}<Localised text={material.conditionSaid} /></span>}
      {field.hint && <span className="block"><Localised text={field.hint} /></span>}
    </>
  );
}
