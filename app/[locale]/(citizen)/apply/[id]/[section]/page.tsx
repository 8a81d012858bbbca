import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { CorrectionItems } from "@/app/_shared/applications/CorrectionItems";
import { pagesOf, splitFields, stepAt } from "@/app/_shared/applications/steps";
import type { Draft } from "@/app/_shared/applications/types";
import { AnswerSections } from "@/app/_shared/forms/AnswerSections";
import { divisionNamesFor } from "@/app/_shared/forms/divisionNames";
import { localText } from "@/app/_shared/forms/localised";
import { rawFromForm } from "@/app/_shared/forms/raw";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { ItemName, Localised, itemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, PageHeading } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { compileForm } from "@/domain/forms/rules/compile";
import { formOf } from "@/domain/identity/rules/kept-forms";
import type { Field } from "@/domain/forms/schema";
import { listsFor } from "@/app/_shared/forms/lists";
import { OnFileDone } from "@/app/_shared/onFile/OnFileDone";
import { SectionForm } from "./SectionForm";
import { Uploads } from "./Uploads";

type Props = { params: Promise<{ id: string; section: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The form itself names the tab, because an error puts “错误：” in front. */
export const metadata: Metadata = { title: { absolute: "" } };

const headless: readonly Field["type"][] = ["repeatingGroup", "file", "note", "computed"];
// Titles are questions; in the middle of a sentence their mark goes.
const bare = (title: string) => title.replace(/[？?。.]$/, "");

/** Where somebody belongs who has nothing to fill in here. */
function awayFrom({ id, editable, fillable }: Draft): string | undefined {
  return editable ? (fillable ? undefined : `/apply/${id}`) : `/apply/${id}/done`;
}

const rawOf = (posted: Awaited<ReturnType<typeof restored>>) => (posted ? rawFromForm(formOf(posted)) : null);

export default async function SectionPage({ params, searchParams }: Props) {
  const [{ id, section: sectionId }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const path = localePath(locale, `/apply/${id}/${sectionId}`);
  const draft = await answer((await api()).applications.draft({ id }), path);
  const away = awayFrom(draft);
  if (away !== undefined) redirect(localePath(locale, away));
  const page = pagesOf(draft).all.find(({ section }) => section.id === sectionId);
  if (!page) notFound();

  const [t, common, errors, words] = await Promise.all([getTranslations("apply"), getTranslations("common"), getTranslations("errors"), getTranslations("onFile")]);
  const { section } = page;
  const { open: fields, kept } = splitFields(page.fields, draft.openFields);
  // Nothing of this page is to be corrected.
  if (fields.length === 0) redirect(localePath(locale, `/apply/${id}`));
  const title = localText(section.title, locale);
  const step = stepAt(draft, sectionId);
  const returnsToCheck = query["from"] === "check";
  const questions = fields.filter(({ type }) => type !== "note" && type !== "computed");
  const [only] = questions;
  const questionIsHeading = questions.length === 1 && only !== undefined && !headless.includes(only.type) && only.label.zh === section.title.zh;
  const name = itemName({ name: draft.itemName, nameEn: draft.itemNameEn }, locale);
  const plain = common("pageTitle", { title: `${title} - ${name}` });
  const failed = typeof query["file"] === "string" && typeof query["field"] === "string" ? { field: query["field"], message: refusalText(errors, { code: query["file"], params: { name: words("thisOne"), problem: "other" } }) } : undefined;
  const posted = await restored(query["kept"], `/apply/${id}/${sectionId}`);
  const typed = rawOf(posted);
  const lists = await listsFor(typed ?? compileForm(draft.definition).toRaw(sectionId, draft.answers));
  return (
    <SectionForm
      key={sectionId}
      draft={{ id, definition: draft.definition, answers: draft.answers, context: draft.context, savedAt: draft.savedAt, openFields: draft.openFields }}
      sectionId={sectionId}
      start={{ at: "start", raw: typed, errors: [], refusal: null, asksMore: false, focus: null, lists }}
      titles={{ plain, error: common("errorTitle", { title: plain }) }}
      returnsToCheck={returnsToCheck}
      fileErrors={failed ? [{ name: failed.field, message: failed.message }] : []}
      questionIsHeading={questionIsHeading}
      before={<BackLink href={returnsToCheck ? `/apply/${id}/check` : step.previous ? `/apply/${id}/${step.previous}` : `/apply/${id}`} />}
      heading={<>
        <div className="flex flex-col gap-1">
          <p className="font-semibold text-muted"><ItemName name={draft.itemName} nameEn={draft.itemNameEn} /></p>
          <StepIndicator current={step.current} total={step.total} title={bare(title)} next={step.next ? bare(localText(step.next.section.title, locale)) : t("check.step")} />
        </div>
        {!questionIsHeading && <PageHeading title={<Localised text={section.title} />} />}
        {section.description && <p className="max-w-measure"><Localised text={section.description} /></p>}
        {draft.correction && <CorrectionItems definition={draft.definition} items={draft.correction.items.filter(({ fieldId }) => fields.some((field) => field.id === fieldId.split(".")[0]))} />}
        {typed && <RestoredNotice />}
        <OnFileDone did={query["onFile"]} />
        {typeof query["removed"] === "string" && <Notice tone="success" live>{t("upload.removed")}</Notice>}
      </>}
      uploads={<>
        <Uploads draft={draft} sectionId={sectionId} fields={fields} path={path} returnsToCheck={returnsToCheck} failed={failed} newKey={randomUUID} />
        {kept.length > 0 && <Details summary={t("tasks.kept")}><AnswerSections sections={[{ section, fields: kept }]} answers={draft.answers} divisions={await divisionNamesFor(draft.definition, draft.answers)} /></Details>}
      </>}
    />
  );
}
