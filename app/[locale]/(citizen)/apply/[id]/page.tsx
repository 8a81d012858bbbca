import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { formatDay, formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { ClosureNotice } from "@/app/_shared/departments/Closures";
import { CorrectionItems } from "@/app/_shared/applications/CorrectionItems";
import { AwaitingNotice } from "@/app/_shared/applications/AwaitingNotice";
import { placePath } from "@/app/_shared/applications/places";
import { pagesOf, pageState, type PageState } from "@/app/_shared/applications/steps";
import { RefusalNotice } from "@/app/_shared/applications/RefusalNotice";
import type { Draft } from "@/app/_shared/applications/types";
import { AnswerSections } from "@/app/_shared/forms/AnswerSections";
import { divisionNamesFor } from "@/app/_shared/forms/divisionNames";
import { currentView } from "@/app/_shared/preferences/current";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ItemName, Localised } from "@/app/_shared/items/Localised";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import type { VisibleSection } from "@/domain/forms/rules/compile";
import { discardDraft } from "./actions";
import { LeftPages } from "./LeftPages";
import { NewerEdition } from "./NewerEdition";
import { PartOf } from "./PartOf";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("apply.tasks"))("title") };
}

type Task = { page: VisibleSection; state: PageState | "toCorrect" };

function TaskRow({ id, task: { page, state }, label }: { id: string; task: Task; label: string }) {
  const isDone = state === "done";
  return (
    <li>
      <TextLink href={`/apply/${id}/${page.section.id}`} className="group flex min-h-tap-primary items-center justify-between gap-4 px-4 py-3 text-ink no-underline hover:bg-accent-soft hover:text-ink hover:no-underline elder:flex-wrap">
        <span className="text-accent underline underline-offset-[0.22em] group-hover:text-accent-strong"><Localised text={page.section.title} /></span>
        {isDone || state === "optional" ? <span className="inline-flex shrink-0 items-center gap-1 text-hint">{isDone && <Icon name="check" className="size-[1em] text-success" />}{label}</span> : <Tag tone={state === "notStarted" ? "info" : "warning"}>{label}</Tag>}
      </TextLink>
    </li>
  );
}

/** What a delegate sees who may only look. */
async function ReadOnly({ draft, sections }: { draft: Draft; sections: readonly VisibleSection[] }) {
  const t = await getTranslations("apply.tasks");
  return (
    <Page width="form" before={<BackLink href="/me/applications">{t("back")}</BackLink>}>
      <PageHeading caption={<ItemName name={draft.itemName} nameEn={draft.itemNameEn} />} title={t("readOnly")} lead={t("readOnlyText")} />
      <AwaitingNotice draft={draft} />
      <AnswerSections sections={sections} answers={draft.answers} divisions={await divisionNamesFor(draft.definition, draft.answers)} />
    </Page>
  );
}

async function Discard({ id }: { id: string }) {
  const t = await getTranslations("apply.tasks");
  return (
    <Section title={t("discardTitle")}>
      <Details summary={t("discardAsk")}>
        <form action={discardDraft} className="flex flex-col gap-3">
          <ActingField />
          <p className="max-w-measure">{t("discardText")}</p>
          <input type="hidden" name="_draft" value={id} />
          <div><SubmitButton look="danger">{t("discard")}</SubmitButton></div>
        </form>
      </Details>
    </Section>
  );
}

/** What of a page begun is still open, so that one goes on there. */
function openIn({ errors }: Draft, task: Task | undefined): string | undefined {
  return task?.state === "inProgress" ? errors.find(({ sectionId }) => sectionId === task.page.section.id)?.fieldId.split(".")[0] : undefined;
}

type Query = Awaited<Props["searchParams"]>;

/** What just happened to this draft, and what its office asks for. */
async function Told({ draft, query }: { draft: Draft; query: Query }) {
  const [t, locale] = [await getTranslations("apply"), await getLocale()];
  return (
    <>
      {query["adopted"] === "1" && !draft.newer && <Notice tone="success" live title={t("newer.adopted")}><p>{t("newer.adoptedText")}</p></Notice>}
      {query["back"] === "1" && draft.status === "draft" && <Notice tone="warning" live title={t("tasks.takenBack")}><p>{t("tasks.takenBackText")}</p></Notice>}
      {query["resumed"] === "1" && <Notice title={t("tasks.resumed")}><p>{t("tasks.resumedText", { at: formatInstant(draft.savedAt, locale) })}</p></Notice>}
      {draft.correction && (
        <>
          <p className="max-w-measure">{t("tasks.correctionBy", { day: formatDay(draft.correction.dueOn, locale) })}</p>
          <CorrectionItems definition={draft.definition} items={draft.correction.items} draftId={draft.id} />
          {draft.correction.note && <p className="max-w-measure" lang="zh-CN">{draft.correction.note}</p>}
        </>
      )}
    </>
  );
}

/** Where a draft is picked up again: its pages in any order, what is done, and what the office asked to put right. */
export default async function TasksPage({ params, searchParams }: Props) {
  const [{ id }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const draft = await answer((await api()).applications.draft({ id }), localePath(locale, `/apply/${id}`));
  if (!draft.editable) redirect(localePath(locale, `/apply/${id}/done`));
  const t = await getTranslations("apply");
  const { all, asked } = pagesOf(draft);
  if (!draft.fillable) return <ReadOnly draft={draft} sections={all} />;
  const task = (page: VisibleSection): Task => ({ page, state: pageState(page, draft, draft.errors) });
  const tasks = asked.map((page): Task => (draft.correction ? { page, state: "toCorrect" } : task(page)));
  const others = draft.correction ? all.filter((page) => !asked.includes(page)) : [];
  const next = tasks.find(({ state }) => state !== "done" && state !== "optional");
  const { simplified } = (await currentView()).preferences;
  const check = <ButtonLink look={next ? "secondary" : "primary"} href={`/apply/${id}/check`}>{t("tasks.check")}</ButtonLink>;
  const list = (rows: Task[]) => (
    <ol className="divide-y divide-line overflow-hidden rounded-card border border-line">
      {rows.map((row) => <TaskRow key={row.page.section.id} id={id} task={row} label={t(`tasks.state.${row.state}`)} />)}
    </ol>
  );
  return (
    <Page width="form" before={<BackLink href="/me/applications">{t("tasks.back")}</BackLink>} notice={query["refused"] ? <RefusalNotice refusal={{ code: String(query["refused"]), params: {} }} /> : query["saved"] === "1" && <Notice tone="success" live title={t("tasks.saved")}><p>{t("tasks.savedText")}</p></Notice>}>
      <PageHeading caption={<ItemName name={draft.itemName} nameEn={draft.itemNameEn} />} title={draft.correction ? t("tasks.correctionTitle") : t("tasks.title")} />
      <ClosureNotice place="itemCode" id={draft.itemCode} />
      <AwaitingNotice draft={draft} />
      <PartOf id={id} />
      <LeftPages owner={(await currentAccount())?.mark ?? ""} draft={{ id, definition: draft.definition, answers: draft.answers, context: draft.context }} />
      <NewerEdition draft={draft} />
      <Told draft={draft} query={query} />
      {simplified && next ? <Details summary={t("tasks.all")}><div className="flex flex-col gap-4">{list(tasks)}<ButtonRow>{check}</ButtonRow></div></Details> : list(tasks)}
      <ButtonRow>
        {next && <ButtonLink look="primary" href={placePath({ id, section: next.page.section.id, question: openIn(draft, next) })}>{t("continue")}</ButtonLink>}
        {!(simplified && next) && check}
      </ButtonRow>
      {others.length > 0 && <Details summary={t("tasks.others")}><AnswerSections sections={others} answers={draft.answers} divisions={await divisionNamesFor(draft.definition, draft.answers)} /></Details>}
      {draft.status === "draft" && <Discard id={id} />}
    </Page>
  );
}
