import type { Metadata } from "next";
import { useLocale } from "next-intl";
import { getLocale } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { localePath } from "@/app/_i18n/routing";
import { divisionNamesFor } from "@/app/_shared/forms/divisionNames";
import { listsFor } from "@/app/_shared/forms/lists";
import { localText } from "@/app/_shared/forms/localised";
import { aloneIn, KnownAnswers, QuestionCount } from "@/app/_shared/forms/QuestionHead";
import { rawFromForm } from "@/app/_shared/forms/raw";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Localised } from "@/app/_shared/items/Localised";
import { currentView } from "@/app/_shared/preferences/current";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, PageHeading } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { compileForm } from "@/domain/forms/rules/compile";
import { questionAmong, type Question } from "@/domain/forms/rules/questions";
import type { Field, Section } from "@/domain/forms/schema";
import { formOf } from "@/domain/identity/rules/kept-forms";
import { questionPath, screensFor, sourcesOf, type Asked } from "../screens";
import { QuestionForm } from "./QuestionForm";

type Props = { params: Promise<{ id: string; section: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The questions of one's event; read once for the page and its name. */
const askedOf = cache(async (id: string, section: string) => answer((await api()).lifeEvents.questions({ id }), localePath(await getLocale(), `/me/life-events/${id}/${section}`)));

/** The page of an address; in the simplified flow one question of it. */
async function pageOf(asked: Asked, sectionId: string, { question }: Awaited<Props["searchParams"]>) {
  const page = compileForm(asked.definition).visible(asked.answers, asked.context).sections.find(({ section }) => section.id === sectionId);
  if (!page) return undefined;
  const at = (await currentView()).preferences.simplified ? questionAmong(screensFor(asked), asked.definition, sectionId, typeof question === "string" ? question : undefined) : undefined;
  const fields = at?.screen.fields ?? page.fields;
  const { only, alone } = aloneIn(page.section, fields, at);
  return { section: page.section, at, fields, alone, title: (at && only?.label) ?? page.section.title };
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const [{ id, section }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const asked = await askedOf(id, section);
  const page = await pageOf(asked, section, query);
  return page ? { title: `${localText(page.title, locale)} - ${localText(asked.name, locale)}` } : {};
}

/** The questions of a life event, a page each, asked once for all of its parts. */
export default async function QuestionsPage({ params, searchParams }: Props) {
  const [{ id, section: sectionId }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const asked = await askedOf(id, sectionId);
  if (asked.filed) redirect(localePath(locale, `/me/life-events/${id}`));
  const [first] = asked.sections;
  if (sectionId === "start" && first && first !== "start") redirect(localePath(locale, `/me/life-events/${id}/${first}`));
  const page = await pageOf(asked, sectionId, query);
  if (!page) notFound();
  const { section, at, fields, alone } = page;
  const posted = await restored(query["kept"], questionPath(id, sectionId, at?.screen.key));
  const typed = posted ? rawFromForm(formOf(posted)) : null;
  return (
    <QuestionForm
      key={`${sectionId} ${at?.screen.key ?? ""}`}
      caseId={id}
      sectionId={sectionId}
      question={at && { key: at.screen.key, fields: at.screen.kind === "known" ? [] : fields.map((field) => field.id) }}
      questionIsHeading={alone !== undefined}
      asked={{ definition: asked.definition, answers: asked.answers, context: asked.context }}
      start={{ at: "start", raw: typed, errors: [], refusal: null, lists: await listsFor(typed ?? compileForm(asked.definition).toRaw(sectionId, asked.answers)) }}
      before={<BackLink href={backFrom(asked, sectionId, at)} />}
    >
      <Heading asked={asked} section={section} alone={alone} at={at} />
      {at?.screen.kind === "known" && <KnownAnswers fields={fields} answers={asked.answers} sources={sourcesOf(asked)} divisions={await divisionNamesFor(asked.definition, asked.answers)} changeHref={(question) => questionPath(id, sectionId, question)} />}
      {typed && <RestoredNotice />}
    </QuestionForm>
  );
}

type HeadingProps = { asked: Asked; section: Section; alone: Field | undefined; at: Question | undefined };

/** Where one is, and the heading; a question that is its own heading is told what it belongs to. */
function Heading({ asked: { name, sections }, section: { id, title, description }, alone, at }: HeadingProps) {
  const locale = useLocale();
  return (
    <>
      <div className="flex flex-col gap-1">
        <p className="font-semibold text-muted"><Localised text={name} /></p>
        {at ? <QuestionCount current={at.current} total={at.total} /> : <StepIndicator current={sections.indexOf(id) + 1} total={sections.length} title={localText(title, locale)} />}
      </div>
      {!alone && <PageHeading title={<Localised text={title} />} />}
      {alone && at && alone.label.zh !== title.zh && <p className="text-lead font-semibold"><Localised text={title} /></p>}
      {description && <p className="max-w-measure"><Localised text={description} /></p>}
    </>
  );
}

/** The page before this one, or in the simplified flow the question before. */
function backFrom({ id, key, sections }: Asked, sectionId: string, at: Question | undefined): string {
  if (at) return at.previous ? questionPath(id, at.previous.sectionId, at.previous.key) : `/life-events/${key}`;
  const previous = sections[sections.indexOf(sectionId) - 1];
  return previous ? questionPath(id, previous) : `/life-events/${key}`;
}
