import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { Reader, Tx } from "@/db/client";
import { accounts, departments, divisions, staffChanges, staffPosts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { confirmerOf, hindersDeciding } from "@/domain/identity/policy";
import { staffChangeKinds } from "@/domain/identity/schema/staff";
import type { Ctx } from "@/server/core/context";
import { decodeCursor, encodeCursor } from "@/server/core/cursor";

const concerned = alias(accounts, "concerned");
const proposer = alias(accounts, "proposer");
const decider = alias(accounts, "decider");

const endedPosts = alias(staffPosts, "ended_posts");

/** A change with the names that go with it; an ended post lends its role and place. */
function selectChanges(db: Reader | Tx) {
  return db.select({
    change: staffChanges, concernedName: concerned.name, concernedSignIn: concerned.signInName, proposerName: proposer.name, deciderName: decider.name,
    departmentName: departments.name, divisionName: divisions.name, ended: { role: endedPosts.role, validFrom: endedPosts.validFrom, validUntil: endedPosts.validUntil },
  }).from(staffChanges)
    .innerJoin(proposer, eq(proposer.id, staffChanges.proposedBy))
    .leftJoin(concerned, eq(concerned.id, staffChanges.accountId))
    .leftJoin(decider, eq(decider.id, staffChanges.decidedBy))
    .leftJoin(endedPosts, eq(endedPosts.id, staffChanges.postId))
    .leftJoin(departments, or(eq(departments.id, staffChanges.departmentId), eq(departments.id, endedPosts.departmentId)))
    .leftJoin(divisions, or(eq(divisions.code, staffChanges.divisionCode), eq(divisions.code, endedPosts.divisionCode)));
}

type Row = Awaited<ReturnType<typeof selectChanges>>[number];

function viewOf({ change, ended, concernedName, concernedSignIn, ...names }: Row, actor: User) {
  const { id, kind, accountId, reason, proposedAt, proposedBy, atOnce, decision, decidedAt, refusalReason } = change;
  const { role, validFrom, validUntil } = ended ?? change;
  return {
    id, kind, accountId, reason, atOnce, decision, refusalReason, ...names, role, validFrom, validUntil,
    name: concernedName ?? change.name ?? "", signInName: concernedSignIn ?? change.signInName ?? "",
    proposedAt: proposedAt.toISOString(), isMine: proposedBy === actor.id, decidedAt: decidedAt?.toISOString() ?? null, awaits: confirmerOf(kind),
    mayConfirm: !hindersDeciding(actor, change, "confirmed"), mayRefuse: !hindersDeciding(actor, change, "refused"),
  };
}

export type StaffChangeView = ReturnType<typeof viewOf>;

const Key = z.tuple([z.iso.datetime(), z.uuid()]);
const perPage = 50;

export type ChangesQuery = { state: "open" | "decided"; cursor?: string | undefined };

/** Proposed changes, the latest first: those that wait for a second person, or those decided. Keyset, 50 a page. Errors: `requests.malformedCursor`. */
export async function listStaffChanges({ db, actor }: Ctx & { actor: User }, { state, cursor }: ChangesQuery) {
  const after = cursor ? decodeCursor(Key, cursor) : undefined;
  const rows = await selectChanges(db).where(and(
    state === "open" ? isNull(staffChanges.decidedAt) : isNotNull(staffChanges.decidedAt),
    after ? or(lt(staffChanges.proposedAt, new Date(after[0])), and(eq(staffChanges.proposedAt, new Date(after[0])), lt(staffChanges.id, after[1]))) : undefined,
  )).orderBy(desc(staffChanges.proposedAt), desc(staffChanges.id)).limit(perPage + 1);
  const last = rows.length > perPage ? rows[perPage - 1] : undefined;
  return {
    rows: rows.slice(0, perPage).map((row) => viewOf(row, actor)),
    nextCursor: last ? encodeCursor([last.change.proposedAt.toISOString(), last.change.id]) : undefined,
  };
}

/** One change. Errors: `identity.changeNotFound`. */
export async function getStaffChange({ db, actor }: Ctx & { actor: User }, changeId: string): Promise<StaffChangeView> {
  const [row] = await selectChanges(db).where(eq(staffChanges.id, changeId)).limit(1);
  if (!row) throw new DomainError("not_found", "identity.changeNotFound");
  return viewOf(row, actor);
}

/** All that was ever proposed about somebody, the latest first. */
export async function listChangesOf(db: Reader, actor: User, accountId: string): Promise<StaffChangeView[]> {
  const rows = await selectChanges(db).where(eq(staffChanges.accountId, accountId)).orderBy(desc(staffChanges.proposedAt), desc(staffChanges.id)).limit(100);
  return rows.map((row) => viewOf(row, actor));
}

/** How many changes wait for this administrator. */
export function countWaiting(db: Reader, actor: User): Promise<number> {
  const mine = staffChangeKinds.filter((kind) => !hindersDeciding(actor, { kind, accountId: null, proposedBy: "", atOnce: false, decision: null }, "confirmed"));
  return mine.length === 0 ? Promise.resolve(0) : db.$count(staffChanges, and(isNull(staffChanges.decidedAt), inArray(staffChanges.kind, mine)));
}

/** The roles somebody holds now or will hold. */
export async function listRolesAhead(db: Reader | Tx, accountId: string, today: string) {
  return db.select({ id: staffPosts.id, role: staffPosts.role, departmentId: staffPosts.departmentId, divisionCode: staffPosts.divisionCode, validFrom: staffPosts.validFrom, validUntil: staffPosts.validUntil })
    .from(staffPosts).where(and(eq(staffPosts.accountId, accountId), isNull(staffPosts.endedAt), or(isNull(staffPosts.validUntil), gte(staffPosts.validUntil, today))));
}
