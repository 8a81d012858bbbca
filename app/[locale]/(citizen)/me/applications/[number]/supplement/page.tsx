import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { UploadForm } from "@/app/[locale]/(citizen)/apply/[id]/[section]/UploadForm";
import { fileSize } from "@/app/_shared/applications/fileSize";
import type { OwnCase } from "@/app/_shared/applications/types";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { OnFile } from "@/app/_shared/onFile/OnFile";
import { OnFileDone } from "@/app/_shared/onFile/OnFileDone";
import { Chinese, ItemName, Localised } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { ReceivedFiles } from "@/app/_ui/FileField";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { maxFilesOf } from "@/domain/forms/rules/choices";
import { compileForm } from "@/domain/forms/rules/compile";
import { removeSupplement, supplement } from "../actions";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("life.supplement"))("title") };
}

/** Hands in what was promised for later: one upload per material, then one button for all that has come. */
export default async function SupplementPage({ params, searchParams }: Props) {
  const [{ number }, query, locale, t, errors, words] = await Promise.all([params, searchParams, getLocale(), getTranslations("life.supplement"), getTranslations("errors"), getTranslations("onFile")]);
  const home = `/me/applications/${number}`;
  const found = await answer((await api()).applications.get({ number }), localePath(locale, `${home}/supplement`));
  if (!found.actions.includes("supplement")) redirect(localePath(locale, home));
  const refused = typeof query["refused"] === "string" ? query["refused"] : undefined;
  const failed = typeof query["file"] === "string" && typeof query["field"] === "string" ? { field: query["field"], message: refusalText(errors, { code: query["file"], params: { name: words("thisOne"), problem: "other" } }) } : undefined;
  return (
    <ClientMessages areas={["common", "ui", "apply", "errors"]}>
      <Page width="form" before={<BackLink href={home} />} notice={refused && <Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice>}>
        <PageHeading caption={<ItemName name={found.itemName} nameEn={found.itemNameEn} />} title={t("title")} lead={t("lead")} />
        <OnFileDone did={query["onFile"]} />
        {found.tolerated.filter(({ state }) => state === "awaited").map((material) => (
          <Awaited key={material.fieldId} found={found} material={material} path={`${home}/supplement`} error={failed?.field === material.fieldId ? failed.message : undefined} />
        ))}
        <form action={supplement} noValidate className="flex flex-col gap-4 border-t-2 border-line pt-6">
          <ActingField />
          <input type="hidden" name="_id" value={found.id} />
          <input type="hidden" name="_number" value={found.number} />
          <input type="hidden" name="idempotencyKey" value={randomUUID()} />
          <p className="max-w-measure">{t("part")}</p>
          <ButtonRow><SubmitButton>{t("confirm")}</SubmitButton><ButtonLink href={home}>{t("later")}</ButtonLink></ButtonRow>
        </form>
      </Page>
    </ClientMessages>
  );
}

type AwaitedProps = { found: OwnCase; material: OwnCase["tolerated"][number]; path: string; error: string | undefined };

/** One material: by when, why it came back, what is uploaded, and the upload. */
async function Awaited({ found, material: { fieldId, name, named, dueOn, returnedReason }, path, error }: AwaitedProps) {
  const [t, life, upload, locale] = await Promise.all([getTranslations("life.supplement"), getTranslations("life"), getTranslations("apply.upload"), getLocale()]);
  const files = found.files.filter((file) => file.fieldId === fieldId);
  const field = compileForm(found.definition).findField(fieldId);
  const room = field?.type === "file" ? maxFilesOf(field) - files.length - found.onFile.filter((one) => one.fieldId === fieldId).length : 0;
  return (
    <section id={room <= 0 ? `field-${fieldId}` : undefined} className="flex flex-col gap-4 rounded-card border border-line p-4 md:p-5">
      <div className="flex flex-col gap-1">
        <h2 className="font-semibold"><Localised text={named} /></h2>
        {dueOn && <p className={found.today > dueOn ? "font-semibold text-danger" : "text-muted"}>{t(found.today > dueOn ? "overdue" : "dueOn", { day: formatDay(dueOn, locale) })}</p>}
        {returnedReason && <p>{t("returned")}{life("colon")}{locale === "en" ? " " : ""}<Chinese>{returnedReason}</Chinese></p>}
      </div>
      {files.length > 0 && (
        <ReceivedFiles
          files={files.map((file) => ({
            id: file.id, name: file.name, href: `/api/files/${file.id}`, unscanned: file.unscanned, note: fileSize(file.size),
            action: (
              <form action={removeSupplement}>
                <ActingField />
                <input type="hidden" name="_id" value={found.id} />
                <input type="hidden" name="_number" value={found.number} />
                <input type="hidden" name="_file" value={file.id} />
                <SubmitButton look="quiet">{upload("remove")}<span className="sr-only"> {file.name}</span></SubmitButton>
              </form>
            ),
          }))}
        />
      )}
      <OnFile draft={found} id={found.id} fieldId={fieldId} path={path} full={room <= 0} error={error} newKey={randomUUID} />
      {room > 0 && (
        <UploadForm
          draftId={found.id} fieldId={fieldId} name={name} returnTo={path} idempotencyKey={randomUUID()} error={error} multiple={room > 1} keeps={false}
          label={<><span className="sr-only"><Localised text={named} /> </span>{files.length > 0 ? upload("more") : upload("choose")}</>}
        />
      )}
    </section>
  );
}
