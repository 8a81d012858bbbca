import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { itemName } from "@/app/_shared/items/Localised";
import { Term } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { ActForm } from "../ActForm";
import { changeStatus, discardRevision, openRevision } from "../actions";
import { EditTabs } from "../EditTabs";
import { Done } from "../state";
import { Check } from "./Check";
import { Diff } from "./Diff";
import { Effect } from "./Effect";
import { ChooseTwo, History } from "./History";
import { fieldLabel } from "./labels";
import { CallOffForm, KeepForm, PublishForm, RetireForm, ReturnForm, ScheduleForm, TakeBackForm } from "./PublisherForms";
import { Standing } from "./Standing";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Editable = Answers["items"]["getForEdit"];

const itemOf = cache(async (id: string) => answer((await api()).items.getForEdit({ itemId: id }), `/admin/items/${id}/edit/review`));
const numberOf = (given: string | string[] | undefined) => (typeof given === "string" && /^[1-9]\d{0,5}$/.test(given) ? Number(given) : undefined);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [item, t] = [await itemOf((await params).id), await getTranslations("revisions")];
  return { title: `${t("title")} · ${item.code}` };
}

export default async function ReviewPage({ params, searchParams }: Props) {
  const [{ id }, { from, to, done, kept: keptId }] = await Promise.all([params, searchParams]);
  const path = `/admin/items/${id}/edit/review`;
  const [t, locale, item, caller] = [await getTranslations("revisions"), await getLocale(), await itemOf(id), await api()];
  const [first, last] = [numberOf(from), numberOf(to)];
  const [comparison, revisions, touched, kept] = await Promise.all([
    answer(caller.items.compare({ itemId: id, ...(first ? { from: first } : {}), ...(last ? { to: last } : {}) }), path),
    answer(caller.items.listRevisions({ itemId: id }), path), caller.applications.countTouched({ itemId: id }), restored(keptId, path),
  ]);
  const content = item.draft?.content ?? item.current?.content;
  const name = content ? itemName(content, locale) : item.code;
  const told = Done.safeParse(done);
  // What was not published when an item ended is kept and never published.
  const [draft, without] = item.status === "cancelled" ? [null, "ended" as const] : [item.draft, "noDraft" as const];
  const typed = Object.fromEntries(Object.entries(kept ?? {}).map(([name, value]) => [name, [value].flat()[0] ?? ""]));
  return (
    <ClientMessages areas={["common", "ui", "admin", "revisions", "enums", "errors"]}>
      <Page
        width="wide"
        before={<Breadcrumbs trail={[{ href: "/admin/items", label: (await getTranslations("admin.items"))("title") }, { href: `/admin/items/${item.id}/edit`, label: name }]} current={t("title")} />}
        notice={<>{kept && <RestoredNotice />}{told.success && <Notice tone="success" live>{t(`done.${told.data === "saved" ? "answered" : told.data}`)}</Notice>}</>}
      >
        <PageHeading caption={name} title={t("title")} lead={t("lead")} actions={<Term word="fourEyes" />} />
        <EditTabs itemId={item.id} current="review" />
        {draft ? <Standing draft={draft} /> : <p className="max-w-measure text-muted">{t(without)}</p>}
        {draft && <Check draft={draft} handOver={item.actions.includes("handOver") ? { hidden: { itemId: id, version: draft.version }, typed } : undefined} />}
        <Section id="diff" title={t("diff.title")} intro={comparison.from === null ? t("diff.allNew", { to: comparison.to }) : t("diff.between", { from: comparison.from, to: comparison.to })} actions={<Term word="revision" />}>
          {revisions.length > 1 && <ChooseTwo revisions={revisions} action={localePath(locale, path)} from={comparison.from} to={comparison.to} />}
          {comparison.from !== null && <Diff comparison={comparison} stepTexts={await caller.notices.stepTexts()} />}
        </Section>
        {draft && <Effect touched={touched} forms={comparison.to === draft.number ? comparison.forms : null} first={!item.current} />}
        <Publisher item={item} typed={typed} />
        <History revisions={revisions} path={path} />
        <Ending item={item} typed={typed} />
      </Page>
    </ClientMessages>
  );
}

type PartProps = { item: Editable; typed: Record<string, string> };

/** Exactly what this person may do to the draft now. */
async function Publisher({ item: { id, draft, actions, ownEdit, current }, typed }: PartProps) {
  const [t, edit, admin] = [await getTranslations("revisions"), await getTranslations("admin.edit"), await getTranslations("admin")];
  const can = new Set(actions);
  const hidden = { itemId: id, version: draft?.version ?? 0 };
  const fields = Object.keys(draft?.content ?? current?.content ?? {}).map((field) => ({ value: field, label: fieldLabel(admin, field) }));
  return (
    <>
      {can.has("openRevision") && <ActForm action={openRevision} hidden={{ itemId: id }} label={edit("open")} look="primary" />}
      {can.has("takeBack") && <Section title={t("handOver.takeBack")}><TakeBackForm hidden={hidden} /></Section>}
      {can.has("publishRevision") && <Section title={t("publish.title")}><PublishForm hidden={hidden} /></Section>}
      {can.has("scheduleRevision") && <Section title={t("publish.scheduleTitle")}><ScheduleForm hidden={hidden} typed={typed} /></Section>}
      {can.has("callOffRevision") && <Section title={t("publish.callOff")}><CallOffForm hidden={hidden} typed={typed} /></Section>}
      {draft && ownEdit && !can.has("handOver") && <p className="text-hint text-muted">{edit("ownEdit")}</p>}
      {can.has("returnRevision") && <Section title={t("return.title")}><ReturnForm hidden={hidden} typed={typed} fields={fields} /></Section>}
      {can.has("discardRevision") && <ActForm action={discardRevision} hidden={hidden} label={edit("discard")} look="danger" hint={edit("discardHint")} />}
    </>
  );
}

/** Suspending and ending, apart from the draft: what the public can apply for. */
async function Ending({ item: { id, status, actions, succession }, typed }: PartProps) {
  const [t, edit, locale] = [await getTranslations("revisions.end"), await getTranslations("admin.edit"), await getLocale()];
  const can = new Set(actions);
  const { end } = succession;
  if (!end && !(["suspend", "resume", "retire", "keep"] as const).some((act) => can.has(act))) return null;
  return (
    <Section title={t("title")} actions={<Term word="successor" />}>
      {end && <Notice tone="warning" title={t(status === "cancelled" ? "ended" : "ends", { day: formatDay(end.effectiveOn, locale) })}>{end.reason}</Notice>}
      {can.has("suspend") && <ActForm action={changeStatus} hidden={{ itemId: id, act: "suspend" }} label={edit("suspend")} look="danger" reason />}
      {can.has("resume") && <ActForm action={changeStatus} hidden={{ itemId: id, act: "resume" }} label={edit("resume")} reason />}
      {can.has("keep") && <KeepForm hidden={{ itemId: id }} typed={typed} />}
      {can.has("retire") && <Section level={3} title={t("retire")}><RetireForm hidden={{ itemId: id }} typed={typed} /></Section>}
    </Section>
  );
}
