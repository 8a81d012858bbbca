import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { ClosureNotice } from "@/app/_shared/departments/Closures";
import { CorrectionItems } from "@/app/_shared/applications/CorrectionItems";
import { openHere, splitFields } from "@/app/_shared/applications/openFields";
import { placePath, type FormPlace } from "@/app/_shared/applications/places";
import { questionAt } from "@/app/_shared/applications/screens";
import { pagesOf, stepAt } from "@/app/_shared/applications/steps";
import type { Draft } from "@/app/_shared/applications/types";
import { AnswerSections } from "@/app/_shared/forms/AnswerSections";
import { divisionNamesFor } from "@/app/_shared/forms/divisionNames";
import { localText } from "@/app/_shared/forms/localised";
import { livePage } from "@/app/_shared/forms/pageRules";
import { aloneIn, KnownAnswers, QuestionCount } from "@/app/_shared/forms/QuestionHead";
import { rawFromForm } from "@/app/_shared/forms/raw";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { currentView } from "@/app/_shared/preferences/current";
import { ItemName, Localised, itemName } from "@/app/_shared/items/Localised";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, PageHeading } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { keepsFor } from "@/domain/applications/policy/materials";
import { compileForm, type VisibleSection } from "@/domain/forms/rules/compile";
import { formOf } from "@/domain/identity/rules/kept-forms";
import type { Question } from "@/domain/forms/rules/questions";
import type { Field, Section } from "@/domain/forms/schema";
import { listsFor } from "@/app/_shared/forms/lists";
import { OnFileDone } from "@/app/_shared/onFile/OnFileDone";
import { ClosedItem } from "../ClosedItem";
import { SectionForm } from "./SectionForm";
import { Uploads } from "./Uploads";

type Props = { params: Promise<{ id: string; section: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** One's draft; read once for the page and its name. Signed out, one comes back to the `path` that was asked for. */
const draftOf = cache(async (id: string, path: string) => answer((await api()).applications.draft({ id }), localePath(await getLocale(), path)));

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const [{ id, section }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const place = placeIn(id, section, query);
  const draft = await draftOf(id, placePath(place));
  const page = pagesOf(draft).all.find((one) => one.section.id === section);
  if (!page) return {};
  const { title } = shownOn(draft, page, await questionHere(draft, place));
  return { title: `${localText(title, locale)} - ${itemName({ name: draft.itemName, nameEn: draft.itemNameEn }, locale)}` };
}

/** Where somebody belongs who has nothing to fill in here. */
function awayFrom({ id, editable, fillable }: Draft): string | undefined {
  return editable ? (fillable ? undefined : `/apply/${id}`) : `/apply/${id}/done`;
}

/** Whose device this is, as what it keeps is marked. */
const ownerMark = async () => (await currentAccount())?.mark ?? "";

const rawOf = (posted: Awaited<ReturnType<typeof restored>>) => (posted ? rawFromForm(formOf(posted)) : null);

/** The fields of a page, or of one question of it; which of them, standing alone, is its heading; and what names it. */
function shownOn(draft: Draft, { section, fields: all }: VisibleSection, at: Question | undefined) {
  const { open, kept } = splitFields(all, draft.openFields);
  const fields = at?.screen.fields ?? open;
  const { only, alone } = aloneIn(section, fields, at);
  return { fields, kept: at ? [] : kept, alone, title: (at && only?.label) ?? section.title };
}

/** The page before this one, or in the simplified flow the question before. */
function backFrom(draft: Draft, { id, section, returnsToCheck }: FormPlace, at: Question | undefined): string {
  if (returnsToCheck) return `/apply/${id}/check`;
  if (at) return at.previous ? placePath({ id, section: at.previous.sectionId, question: at.previous.key }) : `/apply/${id}`;
  const { previous } = stepAt(draft, section);
  return previous ? placePath({ id, section: previous }) : `/apply/${id}`;
}

async function Step({ draft, section, at }: { draft: Draft; section: Section; at: Question | undefined }) {
  if (at) return <QuestionCount current={at.current} total={at.total} />;
  const [t, locale] = [await getTranslations("apply"), await getLocale()];
  const { current, total, next } = stepAt(draft, section.id);
  return <StepIndicator current={current} total={total} title={localText(section.title, locale)} next={next ? localText(next.section.title, locale) : t("check.step")} />;
}

/** The heading of a page; a question that is its own heading is told what it belongs to, unless it says so itself. */
function Title({ section: { title, description }, alone, at }: { section: Section; alone: Field | undefined; at: Question | undefined }) {
  return (
    <>
      {!alone && <PageHeading title={<Localised text={title} />} />}
      {alone && at && alone.label.zh !== title.zh && <p className="text-lead font-semibold"><Localised text={title} /></p>}
      {description && <p className="max-w-measure"><Localised text={description} /></p>}
    </>
  );
}

type Query = Awaited<Props["searchParams"]>;

function placeIn(id: string, section: string, { from, question }: Query): FormPlace {
  return { id, section, returnsToCheck: from === "check", ...(typeof question === "string" ? { question } : {}) };
}

/** In the simplified flow, the question that an address names. */
async function questionHere(draft: Draft, { section, question }: FormPlace): Promise<Question | undefined> {
  return (await currentView()).preferences.simplified ? questionAt(draft, section, question) : undefined;
}

const questionOf = (at: Question | undefined, fields: readonly Field[]) => at && { key: at.screen.key, fields: at.screen.kind === "known" ? [] : fields.map(({ id }) => id) };

/** What the address tells of an upload that failed without script. */
function failedUpload({ file, field }: Query, textOf: (code: string) => string) {
  return typeof file === "string" && typeof field === "string" ? { field, message: textOf(file) } : undefined;
}

export default async function SectionPage({ params, searchParams }: Props) {
  const [{ id, section: sectionId }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const place = placeIn(id, sectionId, query);
  const draft = await draftOf(id, placePath(place));
  const away = awayFrom(draft);
  if (away !== undefined) redirect(localePath(locale, away));
  const page = pagesOf(draft).all.find(({ section }) => section.id === sectionId);
  if (!page) notFound();

  const [t, errors, words] = await Promise.all([getTranslations("apply"), getTranslations("errors"), getTranslations("onFile")]);
  const { section } = page;
  const at = await questionHere(draft, place);
  const { fields, kept, alone } = shownOn(draft, page, at);
  // Nothing of this page is to be corrected.
  if (fields.length === 0) redirect(localePath(locale, `/apply/${id}`));
  const failed = failedUpload(query, (code) => refusalText(errors, { code, params: { name: words("thisOne"), problem: "other" } }));
  const posted = await restored(query["kept"], placePath(place));
  const typed = rawOf(posted);
  const stored = compileForm(draft.definition).toRaw(sectionId, draft.answers);
  const lists = await listsFor(typed ?? stored);
  const question = questionOf(at, fields);
  const live = livePage(draft.definition, sectionId, typed ?? stored, { previous: draft.answers, context: draft.context, open: openHere(question, draft.openFields) });
  return (
    <SectionForm
      key={`${sectionId} ${at?.screen.key ?? ""}`}
      owner={await ownerMark()}
      draft={{ id, definition: draft.definition, answers: draft.answers, context: draft.context, savedAt: draft.savedAt, openFields: draft.openFields }}
      sectionId={sectionId}
      question={question}
      start={{ at: "start", raw: typed, live, base: stored, conflicts: [], errors: [], refusal: null, asksMore: false, focus: null, lists }}
      returnsToCheck={place.returnsToCheck === true}
      fileErrors={failed ? [{ name: failed.field, message: failed.message }] : []}
      uploaded={[...draft.files, ...draft.onFile].map(({ fieldId }) => fieldId)}
      questionIsHeading={alone !== undefined}
      before={<BackLink href={backFrom(draft, place, at)} />}
      heading={<>
        <div className="flex flex-col gap-1">
          <p className="font-semibold text-muted"><ItemName name={draft.itemName} nameEn={draft.itemNameEn} /></p>
          <Step draft={draft} section={section} at={at} />
        </div>
        <Title section={section} alone={alone} at={at} />
        <ClosedItem draft={draft} readHref={`/apply/${id}/check`} />
        <ClosureNotice place="itemCode" id={draft.itemCode} />
        {draft.correction && <CorrectionItems definition={draft.definition} items={draft.correction.items.filter(({ fieldId }) => fields.some((field) => field.id === fieldId.split(".")[0]))} />}
        {typed && <RestoredNotice />}
        <OnFileDone did={query["onFile"]} />
        {at?.screen.kind === "known" && <KnownAnswers {...draft} fields={fields} changeHref={(question) => placePath({ id, section: sectionId, question })} divisions={await divisionNamesFor(draft.definition, draft.answers)} />}
        {typeof query["removed"] === "string" && <Notice tone="success" live>{t("upload.removed")}</Notice>}
      </>}
      uploads={<>
        <Uploads draft={draft} sectionId={sectionId} fields={fields} path={placePath(at ? { ...place, question: at.screen.key } : place)} question={at?.screen.key} returnsToCheck={place.returnsToCheck === true} keeps={keepsFor((await currentAccount())?.actingFor ?? undefined)} failed={failed} newKey={randomUUID} />
        {kept.length > 0 && <Details summary={t("tasks.kept")}><AnswerSections sections={[{ section, fields: kept }]} answers={draft.answers} divisions={await divisionNamesFor(draft.definition, draft.answers)} /></Details>}
      </>}
    />
  );
}
