import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDayShort } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { formOf, textOfKept } from "@/domain/identity/rules/kept-forms";
import { AbsenceForm } from "./AbsenceForm";
import { end } from "./actions";

const path = "/desk/absences";
const Query = z.object({
  person: z.uuid().optional().catch(undefined), kept: z.string().optional().catch(undefined), done: z.enum(["recorded", "ended", "returned"]).optional().catch(undefined),
  refused: z.string().max(80).optional().catch(undefined), count: z.coerce.number().int().min(0).catch(0),
});
type Query = z.infer<typeof Query>;
type Choices = Answers["applications"]["absenceChoices"];
type Absence = Answers["applications"]["absences"]["rows"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assignment.absences"))("title") };
}

/** Who is away and who stands in: one's own, and of the people one supervises. */
export default async function AbsencesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [query, t, { applications: calls }, supervises] = [Query.parse(await searchParams), await getTranslations("assignment.absences"), await api(), await holds("supervisor")];
  const own = await answer(calls.absences({ of: "own" }), path);
  const [choices, ownPast, office, officePast] = [await calls.absenceChoices(), await calls.absences({ of: "own", past: true }), supervises ? await calls.absences({ of: "office" }) : undefined, supervises ? await calls.absences({ of: "office", past: true }) : undefined];
  const kept = await restored(query.kept, path);
  return (
    <Page width="wide" notice={<><Outcome query={query} />{kept && <RestoredNotice />}</>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Section title={t("own")}><Rows rows={own.rows} caption={t("own")} empty={t("ownEmpty")} /></Section>
      {office && <Section title={t("office")}><Rows rows={office.rows} caption={t("office")} empty={t("officeEmpty")} /></Section>}
      {choices.length > 0 && <Record choices={choices} query={query} start={kept && { ...kept, ...daysOf(formOf(kept)) }} />}
      <Past rows={[...new Map([...ownPast.rows, ...(officePast?.rows ?? [])].map((row) => [row.id, row])).values()]} />
    </Page>
  );
}

const daysOf = (form: FormData) => ({ fromOn: dayFromForm(form, "fromOn") ?? "", untilOn: dayFromForm(form, "untilOn") ?? "" });

async function Outcome({ query: { done, refused, count } }: { query: Query }) {
  const [t, errors] = [await getTranslations("assignment.absences.done"), await getTranslations("errors")];
  if (refused) return <FocusOnArrival><Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice></FocusOnArrival>;
  return done ? <FocusOnArrival><Notice tone="success" live title={t(done, { count })} /></FocusOnArrival> : null;
}

/** The person first, where there are several, since who may stand in depends on it. */
async function Record({ choices, query: { person: asked }, start }: { choices: Choices; query: Query; start: React.ComponentProps<typeof AbsenceForm>["start"] }) {
  const [t, locale] = [await getTranslations("assignment.absences"), await getLocale()];
  const wanted = textOfKept(start, "accountId") || asked;
  const person = choices.find(({ id }) => id === wanted) ?? choices[0];
  if (!person) return null;
  const nameOf = ({ name, self }: Choices[number]) => (self ? t("self", { name }) : name);
  return (
    <Section title={t("record")}>
      {choices.length > 1 && (
        <form method="get" action={localePath(locale, path)} className="flex flex-wrap items-end gap-4">
          <Select key={person.id} name="person" label={t("who")} empty={false} defaultValue={person.id} width="medium" options={choices.map((one) => ({ value: one.id, label: nameOf(one) }))} />
          <Button type="submit">{t("choose")}</Button>
        </form>
      )}
      <p className="font-semibold"><Chinese>{nameOf(person)}</Chinese></p>
      {person.deputies.length === 0 ? <p className="text-muted">{t("noDeputy")}</p> : (
        <ClientMessages areas={["assignment", "errors", "ui"]}>
          <AbsenceForm key={person.id} hidden={{ accountId: person.id, idempotencyKey: randomUUID() }} deputies={person.deputies} start={start} />
        </ClientMessages>
      )}
    </Section>
  );
}

async function Rows({ rows, caption, empty, past = false }: { rows: readonly Absence[]; caption: string; empty?: string; past?: boolean }) {
  const [t, locale] = [await getTranslations("assignment.absences"), await getLocale()];
  const state = ({ lasts }: Absence) => (past ? "over" : lasts ? "lasts" : "comes");
  return (
    <Table
      caption={caption} captionHidden dense rows={rows} rowKey={({ id }) => id} empty={empty && <EmptyState title={empty} />}
      columns={[
        { key: "person", header: t("columns.person"), rowHeader: true, cell: ({ name }) => <Chinese>{name}</Chinese> },
        { key: "deputy", header: t("columns.deputy"), cell: ({ deputyName }) => <Chinese>{deputyName}</Chinese> },
        { key: "days", header: t("columns.days"), cell: ({ fromOn, untilOn, word }) => <>{t("days", { from: formatDayShort(fromOn, locale), until: formatDayShort(untilOn, locale) })}{word && <span className="block text-small text-muted"><Chinese>{word}</Chinese></span>}</> },
        { key: "state", header: t("columns.state"), cell: (row) => <><Tag tone={row.lasts ? "info" : "neutral"}>{t(state(row))}</Tag>{row.startedAt && <span className="block text-small text-muted">{t("moved", { count: row.moved })}{row.freed > 0 && <> · {t("freed", { count: row.freed })}</>}</span>}</> },
        { key: "act", header: t("columns.act"), cell: (row) => <End row={row} past={past} /> },
      ]}
    />
  );
}

/** A deputy sees for whom they stand in; to end it is its person's and their supervisor's. */
async function End({ row: { id, name, mine, lasts, moved, endedAt }, past }: { row: Absence; past: boolean }) {
  const [t, supervises] = [await getTranslations("assignment.absences"), await holds("supervisor")];
  if (endedAt || (!mine && !supervises)) return mine || past ? null : <Chinese>{t("youFor", { name })}</Chinese>;
  return (
    <form action={end} className="flex flex-wrap gap-2">
      <ActingField />
      <input type="hidden" name="id" value={id} />
      {!past && <SubmitButton look="quiet">{t(lasts ? "end" : "callOff")}<span className="sr-only"> {name}</span></SubmitButton>}
      {moved > 0 && (lasts || past) && <SubmitButton look="quiet" name="takeBack" value="yes">{t("takeBack")}<span className="sr-only"> {name}</span></SubmitButton>}
    </form>
  );
}

async function Past({ rows }: { rows: readonly Absence[] }) {
  const t = await getTranslations("assignment.absences");
  if (rows.length === 0) return null;
  return <Section title={t("past")}><Rows rows={rows} caption={t("past")} past /></Section>;
}
