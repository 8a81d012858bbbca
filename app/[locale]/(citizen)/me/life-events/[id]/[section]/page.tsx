import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { localePath } from "@/app/_i18n/routing";
import { listsFor } from "@/app/_shared/forms/lists";
import { localText } from "@/app/_shared/forms/localised";
import { rawFromForm } from "@/app/_shared/forms/raw";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Localised } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { BackLink, PageHeading } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { compileForm } from "@/domain/forms/rules/compile";
import { formOf } from "@/domain/identity/rules/kept-forms";
import { QuestionForm } from "./QuestionForm";

type Props = { params: Promise<{ id: string; section: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The questions of one's event; read once for the page and its name. */
const askedOf = cache(async (id: string, section: string) => answer((await api()).lifeEvents.questions({ id }), localePath(await getLocale(), `/me/life-events/${id}/${section}`)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ id, section }, locale] = await Promise.all([params, getLocale()]);
  const { definition, name } = await askedOf(id, section);
  const at = definition.sections.find((entry) => entry.id === section);
  return at ? { title: `${localText(at.title, locale)} - ${localText(name, locale)}` } : {};
}

/** The questions of a life event, a page each, asked once for all of its parts. */
export default async function QuestionsPage({ params, searchParams }: Props) {
  const [{ id, section: sectionId }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const path = `/me/life-events/${id}/${sectionId}`;
  const asked = await askedOf(id, sectionId);
  if (asked.filed) redirect(localePath(locale, `/me/life-events/${id}`));
  const [first] = asked.sections;
  if (sectionId === "start" && first && first !== "start") redirect(localePath(locale, `/me/life-events/${id}/${first}`));
  const at = asked.sections.indexOf(sectionId);
  const section = asked.definition.sections.find((entry) => entry.id === sectionId);
  if (!section || at < 0) notFound();
  const title = localText(section.title, locale);
  const posted = await restored(query["kept"], path);
  const typed = posted ? rawFromForm(formOf(posted)) : null;
  const previous = asked.sections[at - 1];
  return (
    <QuestionForm
      key={sectionId}
      caseId={id}
      sectionId={sectionId}
      asked={{ definition: asked.definition, answers: asked.answers, context: asked.context }}
      start={{ at: "start", raw: typed, errors: [], refusal: null, lists: await listsFor(typed ?? compileForm(asked.definition).toRaw(sectionId, asked.answers)) }}
      before={<BackLink href={previous ? `/me/life-events/${id}/${previous}` : `/life-events/${asked.key}`} />}
    >
      <div className="flex flex-col gap-1">
        <p className="font-semibold text-muted"><Localised text={asked.name} /></p>
        <StepIndicator current={at + 1} total={asked.sections.length} title={title.replace(/[？?。.]$/, "")} />
      </div>
      <PageHeading title={<Localised text={section.title} />} />
      {section.description && <p className="max-w-measure"><Localised text={section.description} /></p>}
      {typed && <RestoredNotice />}
    </QuestionForm>
  );
}
