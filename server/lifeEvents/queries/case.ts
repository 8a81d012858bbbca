import { and, desc, eq, isNull, lt, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Reader, Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { applications, lifeEventCases, lifeEventParts, lifeEventRevisions, lifeEvents } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { principalOf, type User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { compileForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import type { Answers } from "@/domain/forms/schema";
import { membersFor, progressOf } from "@/domain/lifeEvents/rules";
import type { LifeEventContent, ListOwnCases } from "@/domain/lifeEvents/schema";
import { getDraft } from "@/server/applications/queries/details";
import { profileOf } from "@/server/applications/queries/form";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import type { Ctx } from "@/server/core/context";
import { itemsUnder, whole, type MemberItem } from "./guide";

type Source = Reader | Tx;
export type CaseRow = typeof lifeEventCases.$inferSelect;
export type LifeEventCase = { row: CaseRow; key: string; content: LifeEventContent; answers: Answers };

const place = (id: string): Place => ({ table: "life_event_cases", column: "answers", row: id });
export const sealAnswers = (id: string, answers: Answers): string => seal(JSON.stringify(answers), place(id));

/** The cases of whoever this person acts for. An organisation's belong to the organisation. */
function ownedBy(actor: User): SQL | undefined {
  const { accountId, organisationId } = principalOf(actor);
  const { actingFor } = actor;
  if (actingFor && actingFor.scope.kind !== "all") return sql`false`;
  return organisationId ? eq(lifeEventCases.organisationId, organisationId) : and(eq(lifeEventCases.applicantAccountId, accountId), isNull(lifeEventCases.organisationId));
}

/** One's own life event; somebody else's looks exactly like a missing one. Errors: `lifeEvents.notFound`. */
export async function getOwn(db: Source, actor: User, id: string): Promise<LifeEventCase> {
  const [row] = await db.select({ row: lifeEventCases, key: lifeEvents.key, content: lifeEventRevisions.content }).from(lifeEventCases)
    .innerJoin(lifeEvents, eq(lifeEvents.id, lifeEventCases.lifeEventId))
    .innerJoin(lifeEventRevisions, eq(lifeEventRevisions.id, lifeEventCases.revisionId))
    .where(and(eq(lifeEventCases.id, id), ownedBy(actor))).limit(1);
  if (!row) throw new DomainError("not_found", "lifeEvents.notFound");
  return { ...row, content: whole(row.content), answers: JSON.parse(open(row.row.answers, place(id))) };
}

/** What the questions are filled in against: today, and what is known of the person themselves. */
export async function contextOf(db: Source, { applicantAccountId }: Pick<CaseRow, "applicantAccountId">, now: Date): Promise<FormContext> {
  return { today: shanghaiDay(now), profile: await profileOf(db, applicantAccountId), situation: {} };
}

/** The parts that are cases already, in the order of the members. */
export async function listParts(db: Source, { row, content }: Pick<LifeEventCase, "row" | "content">) {
  const parts = await partsOf(db, row.id);
  const place = new Map(content.members.map(({ key }, at) => [key, at]));
  return parts.toSorted((one, other) => (place.get(one.member) ?? 0) - (place.get(other.member) ?? 0));
}

/** The parts of a case, in no order. */
export function partsOf(db: Source, caseId: string) {
  return db.select({ member: lifeEventParts.member, id: applications.id, number: applications.number, status: applications.status, outcome: applications.outcome, itemName: applications.itemName, dueOn: applications.dueOn, promisedDueOn: applications.promisedDueOn })
    .from(lifeEventParts).innerJoin(applications, eq(applications.id, lifeEventParts.applicationId))
    .where(eq(lifeEventParts.caseId, caseId));
}

/** The questions of a life event as one answers them. Errors: `lifeEvents.notFound`. */
export async function getQuestions(ctx: Ctx & { actor: User }, id: string) {
  const { row, key, content, answers } = await getOwn(ctx.db, ctx.actor, id);
  const context = await contextOf(ctx.db, row, ctx.now);
  const form = compileForm(content.questions);
  return { id, key, name: content.name, definition: content.questions, answers, context, sections: form.visible(answers, context).sections.map(({ section }) => section.id), errors: form.validate(answers, context).errors, filed: row.filedAt !== null };
}

/**
 * The whole and its parts: what each still lacks (a shared document that lies in another part counts as there), where
 * each filed one stands, and where the whole stands. Errors: `lifeEvents.notFound`.
 */
export async function getCase(ctx: Ctx & { actor: User }, id: string) {
  const { row, key, content, answers } = await getOwn(ctx.db, ctx.actor, id);
  const parts = await listParts(ctx.db, { row, content });
  const items = await itemsUnder(ctx.db, content.members.map(({ itemCode }) => itemCode));
  const drafts = new Map<string, Awaited<ReturnType<typeof getDraft>>>();
  for (const { id: applicationId, member, status } of parts) {
    if (status === "draft") drafts.set(member, await getDraft(ctx, { id: applicationId }));
  }
  const uploaded = new Set([...drafts].flatMap(([member, { files }]) => files.map(({ fieldId }) => `${member}/${fieldId}`)));
  const wanted = membersFor(content, answers, await contextOf(ctx.db, row, ctx.now));
  return {
    id, key, name: content.name, departmentsInvolved: new Set([...items.values()].map(({ departmentName }) => departmentName)).size,
    filedAt: row.filedAt?.toISOString() ?? null, closedAt: row.closedAt?.toISOString() ?? null, dueOn: row.dueOn,
    progress: progressOf(parts),
    unprepared: wanted.filter((member) => !parts.some((part) => part.member === member.key)).length,
    parts: parts.map((part) => partView(part, { draft: drafts.get(part.member), item: items.get(content.members.find((member) => member.key === part.member)?.itemCode.toUpperCase() ?? ""), served: (fieldId) => servedElsewhere(content, uploaded, part.member, fieldId) })),
  };
}

type Part = Awaited<ReturnType<typeof partsOf>>[number];
type Beside = { draft: Awaited<ReturnType<typeof getDraft>> | undefined; item: MemberItem | undefined; served: (fieldId: string) => boolean };

function partView({ number, ...part }: Part, { draft, item, served }: Beside) {
  return {
    ...part, number: formatApplicationNumber(number), departmentName: item?.departmentName ?? "", minAssuranceLevel: item?.content.minAssuranceLevel ?? null,
    ...lackedBy(draft, served), newer: Boolean(draft?.newer), closed: draft?.closed ?? false,
  };
}

/** What a draft still lacks, and what of it may follow later. */
function lackedBy(draft: Beside["draft"], served: Beside["served"]) {
  if (!draft) return { missing: [], tolerable: [] };
  const missing = draft.errors.filter(({ fieldId }) => !served(fieldId)).map(({ fieldId, sectionId, label }) => ({ fieldId, sectionId, label }));
  return { missing, tolerable: draft.tolerable.filter(({ fieldId }) => !served(fieldId)) };
}

function servedElsewhere({ materials }: LifeEventContent, uploaded: ReadonlySet<string>, member: string, fieldId: string): boolean {
  const shared = materials.find(({ in: places }) => places.some((at) => at.member === member && at.field === fieldId));
  return shared?.in.some((at) => at.member !== member && uploaded.has(`${at.member}/${at.field}`)) ?? false;
}

const Position = z.tuple([z.iso.datetime(), z.uuid()]);

/** One's life events, newest first, keyset-paged. */
export async function listOwn({ db, actor }: Ctx & { actor: User }, { cursor, limit }: ListOwnCases) {
  const after = cursor ? decodeCursor(Position, cursor) : undefined;
  const earlier = after && or(lt(lifeEventCases.createdAt, new Date(after[0])), and(eq(lifeEventCases.createdAt, new Date(after[0])), lt(lifeEventCases.id, after[1])));
  const rows = await db.select({ id: lifeEventCases.id, key: lifeEvents.key, content: lifeEventRevisions.content, createdAt: lifeEventCases.createdAt, filedAt: lifeEventCases.filedAt, closedAt: lifeEventCases.closedAt }).from(lifeEventCases)
    .innerJoin(lifeEvents, eq(lifeEvents.id, lifeEventCases.lifeEventId)).innerJoin(lifeEventRevisions, eq(lifeEventRevisions.id, lifeEventCases.revisionId))
    .where(and(ownedBy(actor), earlier)).orderBy(desc(lifeEventCases.createdAt), desc(lifeEventCases.id)).limit(limit + 1);
  return {
    cases: rows.slice(0, limit).map(({ content, createdAt, filedAt, closedAt, ...row }) => ({ ...row, name: content.name, createdAt: createdAt.toISOString(), filedAt: filedAt?.toISOString() ?? null, closedAt: closedAt?.toISOString() ?? null })),
    nextCursor: cursorAfter(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]) ?? null,
  };
}

/** The life event an application of one's own is part of. */
export async function findWhole({ db, actor }: Ctx & { actor: User }, applicationId: string) {
  const [row] = await db.select({ id: lifeEventCases.id, content: lifeEventRevisions.content, filedAt: lifeEventCases.filedAt }).from(lifeEventParts)
    .innerJoin(lifeEventCases, eq(lifeEventCases.id, lifeEventParts.caseId)).innerJoin(lifeEventRevisions, eq(lifeEventRevisions.id, lifeEventCases.revisionId))
    .where(and(eq(lifeEventParts.applicationId, applicationId), ownedBy(actor))).limit(1);
  return row ? { id: row.id, name: row.content.name, filed: row.filedAt !== null } : null;
}

/** Every life event of a person themselves, opened, for the copy of all that is held about them. */
export async function listEverything(db: Reader, accountId: string) {
  const rows = await db.select({ row: lifeEventCases, content: lifeEventRevisions.content }).from(lifeEventCases).innerJoin(lifeEventRevisions, eq(lifeEventRevisions.id, lifeEventCases.revisionId))
    .where(and(eq(lifeEventCases.applicantAccountId, accountId), isNull(lifeEventCases.organisationId))).orderBy(lifeEventCases.id);
  return rows.map(({ row: { id, answers, createdAt, filedAt, closedAt }, content }) =>
    ({ name: content.name.zh, answers: JSON.parse(open(answers, place(id))) as Answers, createdAt: createdAt.toISOString(), filedAt: filedAt?.toISOString() ?? null, closedAt: closedAt?.toISOString() ?? null }));
}
