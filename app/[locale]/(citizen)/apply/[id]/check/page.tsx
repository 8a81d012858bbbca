import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { cache } from "react";
import { localePath } from "@/app/_i18n/routing";
import { ClosureNotice } from "@/app/_shared/departments/Closures";
import { AwaitingNotice } from "@/app/_shared/applications/AwaitingNotice";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { placePath } from "@/app/_shared/applications/places";
import { screensFor } from "@/app/_shared/applications/screens";
import { pagesOf } from "@/app/_shared/applications/steps";
import { AnswerSections } from "@/app/_shared/forms/AnswerSections";
import { divisionNamesFor } from "@/app/_shared/forms/divisionNames";
import { QuestionsPassed } from "@/app/_shared/forms/QuestionHead";
import { restored } from "@/app/_shared/identity/kept";
import { ItemName, Localised, itemName } from "@/app/_shared/items/Localised";
import { currentView } from "@/app/_shared/preferences/current";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, PageHeading } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { TextLink } from "@/app/_ui/TextLink";
import { mayFile } from "@/domain/applications/policy";
import type { FormError } from "@/domain/forms/rules/errors";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { OffersHere } from "@/app/_shared/onFile/OffersHere";
import { ClosedItem } from "../ClosedItem";
import { PartOf } from "../PartOf";
import { Elsewhere } from "./Elsewhere";
import { ReturnForm } from "./ReturnForm";
import { StepUp } from "./StepUp";
import { SubmitForm } from "./SubmitForm";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ kept?: string | string[] }> };

/** One's draft; read once for the page and its name. */
const draftOf = cache(async (id: string) => answer((await api()).applications.draft({ id }), localePath(await getLocale(), `/apply/${id}/check`)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ id }, locale, t] = await Promise.all([params, getLocale(), getTranslations("apply.check")]);
  const { itemName: name, itemNameEn: nameEn } = await draftOf(id);
  return { title: `${t("title")} - ${itemName({ name, nameEn }, locale)}` };
}

type Href = (section: string, field: string) => string;

/** What is still to be put right, each with the way to it. */
function Missing({ errors, hrefOf }: { errors: readonly FormError[]; hrefOf: Href }) {
  const t = useTranslations("apply.check");
  if (errors.length === 0) return null;
  return (
    <Notice tone="warning" title={t("missing", { count: errors.length })}>
      <ul className="flex flex-col">
        {errors.map(({ fieldId, sectionId, label }) => (
          <li key={fieldId}><TextLink href={hrefOf(sectionId, fieldId)} className="inline-flex min-h-tap items-center"><Localised text={label} /></TextLink></li>
        ))}
      </ul>
    </Notice>
  );
}

/** How far one has come, in the words of the flow that led here. */
function Counted({ questions, pages, title }: { questions: number; pages: number; title: string }) {
  return questions > 0 ? <QuestionsPassed total={questions} /> : <StepIndicator current={pages + 1} total={pages + 1} title={title} />;
}

export default async function CheckPage({ params, searchParams }: Props) {
  const [{ id }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const draft = await draftOf(id);
  if (!draft.editable) redirect(localePath(locale, `/apply/${id}/done`));
  if (!draft.filing) redirect(localePath(locale, `/apply/${id}`));
  const [t, account, divisions] = await Promise.all([getTranslations("apply.check"), currentAccount(), divisionNamesFor(draft.definition, draft.answers)]);
  const { all, asked } = pagesOf(draft);
  const last = asked.at(-1)?.section.id ?? "";
  const screens = (await currentView()).preferences.simplified ? screensFor(draft, last) : [];
  const pageHref = (section: string, field: string) => `${placePath({ id, section, question: field.split(".")[0], returnsToCheck: true })}#field-${field}`;
  const changeHref = (section: string, field: string) => (draft.openFields?.includes(field) ?? true ? pageHref(section, field) : undefined);
  const missing = [...new Map(draft.errors.map((error) => [error.fieldId.split(".")[0] ?? "", error])).values()];
  const act = draft.filing === "ask" ? "ask" : draft.status === "correction" ? "resubmit" : "submit";
  const tooLow = act !== "ask" && account !== null && !mayFile(account, draft);
  const delegate = account?.actingFor ? account.name : draft.awaiting.by;
  return (
    <SubmitForm draftId={id} act={act} confirms={act === "ask" ? null : draft.awaiting.since} automatic={draft.automatic} tolerable={draft.tolerable} chosen={draft.awaiting.choices} idempotencyKey={randomUUID()} before={<BackLink href={placePath({ id, section: last, question: screens.at(-1)?.key })} />} first={draft.closed ? <p className="font-semibold" data-print="no">{(await getTranslations("keep.closed"))("cannotFile")}</p> : tooLow ? <StepUp level={draft.minAssuranceLevel} next={localePath(locale, `/apply/${id}/check`)} /> : undefined} after={draft.filing === "file" && draft.awaiting.since && <ReturnForm draftId={id} word={textOfKept(await restored(query.kept, `/apply/${id}/check`), "word")} />}>
      <div className="flex flex-col gap-1">
        <p className="font-semibold text-muted"><ItemName name={draft.itemName} nameEn={draft.itemNameEn} /></p>
        {act !== "resubmit" && <Counted questions={screens.length} pages={all.length} title={t("step")} />}
      </div>
      <PageHeading title={t("title")} lead={t("lead")} actions={<PrintButton />} />
      <ClosedItem draft={draft} />
      <ClosureNotice place="itemCode" id={draft.itemCode} />
      <AwaitingNotice draft={draft} confirmsHere />
      <PartOf id={id} />
      {delegate && <DescriptionList facts={[{ label: t("applicant"), value: draft.applicantName }, { label: t("delegate"), value: delegate }]} />}
      <Missing errors={missing} hrefOf={pageHref} />
      <Elsewhere draft={draft} divisions={divisions} hrefOf={changeHref} />
      <OffersHere draft={draft} href={pageHref} />
      <AnswerSections
        sections={all}
        answers={draft.answers}
        divisions={divisions}
        changeHref={changeHref}
        missing={new Set(missing.map(({ fieldId }) => fieldId.split(".")[0] ?? ""))}
      />
    </SubmitForm>
  );
}
