import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { refusalText } from "@/app/_i18n/refusal";
import { localText } from "@/app/_shared/forms/localised";
import { restored } from "@/app/_shared/identity/kept";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { stages } from "@/domain/lifeEvents/schema";
import { FieldsForm, type FieldSpec } from "../../_parts/FieldsForm";
import { discard, open, publish, save } from "../actions";
import { materialLines, questionRows, questionTypes, sharedLines, spare } from "../content";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Editable = Answers["lifeEvents"]["getForEdit"];
type Content = NonNullable<Editable["draft"]>["content"];

const found = cache(async (lifeEventId: string) => answer((await api()).lifeEvents.getForEdit({ lifeEventId }), `/admin/life-events/${lifeEventId}`));
const contentOf = ({ draft, current }: Editable) => draft?.content ?? current?.content;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const content = contentOf(await found((await params).id));
  return { title: content ? localText(content.name, await getLocale()) : "" };
}

const done = { saved: "saved", published: "publishedNotice", opened: "opened", created: "created" } as const;

/** A life event as its editors make it: everything on one page, saved as a draft, published by somebody else. */
export default async function EditLifeEventPage({ params, searchParams }: Props) {
  const [{ id }, query, t] = await Promise.all([params, searchParams, getTranslations("lifeEvents.admin")]);
  const event = await found(id);
  const { draft, current, mayEdit, mayPublish } = event;
  const content = contentOf(event);
  const hidden = { id, version: String(draft?.version ?? 0) };
  const told = Object.entries(done).find(([key]) => key === query["done"])?.[1];
  return (
    <Page width="wide" before={<Breadcrumbs trail={[{ href: "/admin/life-events", label: t("title") }]} current={event.key} />} notice={told && <Notice tone="success" live>{t(told)}</Notice>}>
      <PageHeading caption={<Chinese>{event.departmentName}</Chinese>} title={content && <Localised text={content.name} />} actions={current && <ButtonLink href={`/life-events/${event.key}`}>{t("view")}</ButtonLink>} />
      <Terms words={["lifeEvent", "situation", "fourEyes"]} />
      {!draft && content && <Facts content={content} />}
      <ClientMessages areas={["errors", "proposals", "ui"]}>
        {draft && <Problems problems={draft.problems} />}
        {draft && <p className="text-muted">{t("editors", { names: draft.editors.join("、") })}</p>}
        {draft && mayPublish && <FieldsForm action={publish} hidden={hidden} fields={[]} submit={t("publish")} />}
        {draft && mayEdit && <FieldsForm action={save} hidden={hidden} submit={t("save")} columns fields={fieldsOf(t, await getTranslations("lifeEvents.stages"), draft.content)} restored={await restored(query["kept"], `/admin/life-events/${id}`)} />}
        {!draft && mayEdit && <FieldsForm action={open} hidden={hidden} fields={[]} submit={t("open")} />}
        {draft && mayEdit && <FieldsForm action={discard} hidden={hidden} fields={[]} submit={t("discard")} danger />}
      </ClientMessages>
    </Page>
  );
}

async function Facts({ content: { summary, stage, audience, members } }: { content: Content }) {
  const [t, stageName] = await Promise.all([getTranslations("lifeEvents.admin"), getTranslations("lifeEvents.stages")]);
  return <DescriptionList facts={[
    { label: t("summaryZh"), value: <Localised text={summary} /> },
    { label: t("stage"), value: stageName(stage) },
    { label: t("audience"), value: t(audience) },
    { label: t("members", { count: members.length }), value: <ul>{members.map(({ key, itemCode }) => <li key={key}><TextLink href={`/items/${itemCode}`} className="inline-flex min-h-tap items-center tabular-nums">{itemCode}</TextLink></li>)}</ul> },
  ]} />;
}

async function Problems({ problems }: { problems: NonNullable<Editable["draft"]>["problems"] }) {
  const [t, errors] = await Promise.all([getTranslations("lifeEvents.admin"), getTranslations("errors")]);
  if (problems.length === 0) return <Notice tone="success">{t("noProblems")}</Notice>;
  return (
    <Section title={t("problems")}>
      <ul className="flex max-w-measure list-disc flex-col gap-1 pl-[1.4em]">{[...new Set(problems.map((problem) => refusalText(errors, problem)))].map((text) => <li key={text}>{text}</li>)}</ul>
    </Section>
  );
}

type T = Awaited<ReturnType<typeof getTranslations<"lifeEvents.admin">>>;

type Stages = Awaited<ReturnType<typeof getTranslations<"lifeEvents.stages">>>;

function fieldsOf(t: T, stageName: Stages, { name, summary, stage, audience, questions, members, shared, materials }: Content): FieldSpec[] {
  const under = t("basics");
  return [
    { under, type: "text", name: "nameZh", label: t("nameZh"), value: name.zh },
    { under, type: "text", name: "nameEn", label: t("nameEn"), optional: true, value: name.en },
    { under, type: "area", name: "summaryZh", label: t("summaryZh"), value: summary.zh },
    { under, type: "area", name: "summaryEn", label: t("summaryEn"), optional: true, value: summary.en },
    { under, type: "select", name: "stage", label: t("stage"), value: stage, options: stages.map((value) => ({ value, label: stageName(value) })) },
    { under, type: "select", name: "audience", label: t("audience"), value: audience, options: (["person", "organisation"] as const).map((value) => ({ value, label: t(value) })) },
    ...questionFields(t, questions), ...memberFields(t, members),
    { under: t("shared"), type: "area", name: "shared", rows: 8, label: t("shared"), hint: t("sharedHint"), optional: true, value: sharedLines(shared) },
    { under: t("shared"), type: "area", name: "materials", rows: 5, label: t("materials"), hint: t("materialsHint"), optional: true, value: materialLines(materials) },
  ];
}

function questionFields(t: T, questions: Content["questions"]): FieldSpec[] {
  const rows = questionRows(questions);
  const all = [...rows, ...Array.from({ length: spare.questions }, () => undefined)];
  return all.flatMap((row, at): FieldSpec[] => {
    const under = t("questionNumber", { number: at + 1 });
    const field = (name: string) => ({ under, name: `questions.${at}.${name}` });
    return [
      { ...field("zh"), type: "text", label: t("question"), hint: at === 0 ? t("questionsHint") : undefined, optional: row === undefined, value: row?.zh },
      { ...field("en"), type: "text", label: t("questionEn"), optional: true, value: row?.en },
      { ...field("id"), type: "text", width: "medium", label: t("id"), hint: t("idHint"), optional: row === undefined, value: row?.id },
      { ...field("type"), type: "select", label: t("type"), value: row?.type ?? "text", options: questionTypes.map((value) => ({ value, label: t(`type_${value}`) })) },
      { ...field("options"), type: "area", rows: 3, label: t("options"), hint: t("optionsHint"), optional: true, value: row?.options },
      { ...field("pageZh"), type: "text", label: t("pageTitle"), optional: true, value: row?.pageZh },
      { ...field("pageEn"), type: "text", label: t("pageTitleEn"), optional: true, value: row?.pageEn },
      { ...field("when"), type: "text", label: t("when"), hint: t("whenHint"), optional: true, value: row?.when },
      { ...field("optional"), type: "checks", label: t("answering"), chosen: row?.optional ? ["yes"] : [], options: [{ value: "yes", label: t("optional") }] },
    ];
  });
}

function memberFields(t: T, members: Content["members"]): FieldSpec[] {
  return [...members, ...Array.from({ length: spare.members }, () => undefined)].flatMap((member, at): FieldSpec[] => {
    const under = t("memberNumber", { number: at + 1 });
    const field = (name: string) => ({ under, name: `members.${at}.${name}` });
    return [
      { ...field("itemCode"), type: "text", label: t("itemCode"), optional: member === undefined, value: member?.itemCode },
      { ...field("key"), type: "text", width: "medium", label: t("memberKey"), hint: t("memberKeyHint"), optional: member === undefined, value: member?.key },
      { ...field("when"), type: "text", label: t("memberWhen"), hint: t("whenHint"), optional: true, value: member?.when },
      { ...field("note"), type: "text", label: t("memberNote"), optional: true, value: member?.note?.zh },
    ];
  });
}
