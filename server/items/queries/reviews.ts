import { and, asc, desc, eq, gt, inArray, ne, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { accounts, editorPresences, itemRetirements, itemSuccessors, revisionReviews, serviceItemRevisions, serviceItems, warningAnswers } from "@/db/schema";
import type { Actor, User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { CompareRevisions } from "@/domain/items/schema/life";
import { getEditable } from "./editing";

/** Why warnings of a revision may stand, and who said so. */
export async function listAnswers(db: Reader | Tx, revisionId: string) {
  const rows = await db.select({ warning: warningAnswers.warning, reason: warningAnswers.reason, at: warningAnswers.answeredAt, name: accounts.name })
    .from(warningAnswers).leftJoin(accounts, eq(accounts.id, warningAnswers.answeredBy)).where(eq(warningAnswers.revisionId, revisionId));
  return rows.map(({ at, name, ...row }) => ({ ...row, name: name ?? "", at: at.toISOString() }));
}

/** What editor and publisher said to one another about a revision, oldest first. */
export async function listReviews(db: Reader, revisionId: string) {
  const rows = await db.select({
    id: revisionReviews.id, act: revisionReviews.act, at: revisionReviews.at, note: revisionReviews.note, comments: revisionReviews.comments, publishAt: revisionReviews.publishAt, name: accounts.name,
  }).from(revisionReviews).leftJoin(accounts, eq(accounts.id, revisionReviews.accountId)).where(eq(revisionReviews.revisionId, revisionId)).orderBy(asc(revisionReviews.id));
  return rows.map(({ at, publishAt, ...row }) => ({ ...row, at: at.toISOString(), publishAt: publishAt?.toISOString() ?? null }));
}

const MOST_EDITIONS = 100;

/** The editions of an item, latest first, with who made and who published each. Errors: `items.notFound`. */
export async function listRevisions(db: Reader, actor: Actor, itemId: string) {
  await getEditable(db, actor, itemId);
  const rows = await db.select({
    number: serviceItemRevisions.number, status: serviceItemRevisions.status, stage: serviceItemRevisions.stage, createdAt: serviceItemRevisions.createdAt, updatedAt: serviceItemRevisions.updatedAt,
    publishedAt: serviceItemRevisions.publishedAt, createdBy: serviceItemRevisions.createdBy, publishedBy: serviceItemRevisions.publishedBy,
  }).from(serviceItemRevisions).where(eq(serviceItemRevisions.serviceItemId, itemId)).orderBy(desc(serviceItemRevisions.number)).limit(MOST_EDITIONS);
  const ids = [...new Set(rows.flatMap(({ createdBy, publishedBy }) => [createdBy, ...(publishedBy ? [publishedBy] : [])]))];
  const people = ids.length > 0 ? await db.select({ id: accounts.id, name: accounts.name }).from(accounts).where(inArray(accounts.id, ids)) : [];
  const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name ?? "";
  return rows.map(({ createdBy, publishedBy, createdAt, updatedAt, publishedAt, ...row }) => ({
    ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString(), publishedAt: publishedAt?.toISOString() ?? null,
    createdByName: nameOf(createdBy), publishedByName: nameOf(publishedBy),
  }));
}

/** Two editions to compare: those asked for, else the draft and what is current, else the last two. Errors: `items.notFound`, `items.revisionNotFound`. */
export async function getComparison(db: Reader, actor: Actor, { itemId, from, to }: CompareRevisions) {
  const editable = await getEditable(db, actor, itemId);
  const later = to ?? latestOf(editable);
  const earlier = from ?? earlierOf(editable, later);
  const rows = await db.select({ number: serviceItemRevisions.number, content: serviceItemRevisions.content }).from(serviceItemRevisions)
    .where(and(eq(serviceItemRevisions.serviceItemId, itemId), inArray(serviceItemRevisions.number, [earlier, later])));
  const [before, after] = [rows.find(({ number }) => number === earlier), rows.find(({ number }) => number === later)];
  if (!after || (from !== undefined && !before)) throw new DomainError("not_found", "items.revisionNotFound");
  return { before: before ?? null, after };
}

type Numbered = { draft: { number: number } | undefined; current: { number: number } | undefined };
const latestOf = ({ draft, current }: Numbered) => (draft ?? current)?.number ?? 1;
const earlierOf = ({ current }: Numbered, later: number) => (current && current.number < later ? current.number : later - 1);

/** Half an hour without a sign is away. */
const PRESENT_MS = 30 * 60_000;

/** Who else has the item open, which part, and how many minutes ago; latest first. */
export async function listEditors(db: Reader, actor: User, { itemId, now }: { itemId: string; now: Date }) {
  const rows = await db.select({ name: accounts.name, part: editorPresences.part, at: editorPresences.seenAt }).from(editorPresences)
    .innerJoin(accounts, eq(accounts.id, editorPresences.accountId))
    .where(and(eq(editorPresences.serviceItemId, itemId), ne(editorPresences.accountId, actor.id), gt(editorPresences.seenAt, new Date(now.getTime() - PRESENT_MS))))
    .orderBy(desc(editorPresences.seenAt)).limit(10);
  return rows.map(({ at, ...row }) => ({ ...row, minutes: Math.floor((now.getTime() - at.getTime()) / 60_000) }));
}

/** How an item ends or ended, what stands in its place, and what it stands in the place of; for anyone. */
export async function readSuccession(db: Reader, itemId: string) {
  const name = sql<string>`${serviceItemRevisions.content}->>'name'`;
  const nameEn = sql<string | null>`${serviceItemRevisions.content}->>'nameEn'`;
  const linked = { code: serviceItems.code, name, nameEn, kind: itemRetirements.kind, effectiveOn: itemRetirements.effectiveOn };
  const [[end], successors, predecessors] = await Promise.all([
    db.select().from(itemRetirements).where(eq(itemRetirements.serviceItemId, itemId)).limit(1),
    db.select(linked).from(itemSuccessors)
      .innerJoin(itemRetirements, eq(itemRetirements.serviceItemId, itemSuccessors.serviceItemId))
      .innerJoin(serviceItems, eq(serviceItems.id, itemSuccessors.successorId))
      .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
      .where(eq(itemSuccessors.serviceItemId, itemId)).orderBy(asc(serviceItems.code)),
    db.select(linked).from(itemSuccessors)
      .innerJoin(itemRetirements, eq(itemRetirements.serviceItemId, itemSuccessors.serviceItemId))
      .innerJoin(serviceItems, eq(serviceItems.id, itemSuccessors.serviceItemId))
      .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
      .where(eq(itemSuccessors.successorId, itemId)).orderBy(asc(serviceItems.code)),
  ]);
  return { end: end ? { kind: end.kind, effectiveOn: end.effectiveOn, reason: end.reason } : null, successors, predecessors };
}
