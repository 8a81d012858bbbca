import { and, desc, eq, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import { accounts, applications, applicationSteps, serviceItemRevisions } from "@/db/schema";
import { isLate } from "@/domain/applications/rules/due";
import { endedStatuses, liveStatuses, type ListOwn } from "@/domain/applications/schema";
import { principalOf, type Actor, type User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { askedOf, inPlaces, notOwn, placesOf } from "./queue-where";

/** The SQL twin of `canView`; a test holds them to the same answer over all rows and roles. */
export function visibleTo(actor: Actor): SQL | undefined {
  if (actor.kind !== "user") return sql`false`;
  if (actor.accountKind === "citizen") return ownedBy(actor);
  return and(sql`${applications.status} <> 'draft'`, notOwn(actor), or(inPlaces(placesOf(actor)), consulted(actor)));
}

// The SQL twin of `isConsulted`: another department's cases in which a step is, or was, this actor's.
function consulted(actor: User): SQL {
  if (actor.posts.length === 0) return sql`false`;
  return sql`(${inArray(applications.status, [...liveStatuses])} and exists (select 1 from ${applicationSteps} where ${applicationSteps.applicationId} = ${applications.id} and ${applicationSteps.status} in ('active', 'done') and (${askedOf(actor.posts)})))`;
}

function ownedBy(actor: User): SQL | undefined {
  const { accountId, organisationId } = principalOf(actor);
  const owned = organisationId ? eq(applications.organisationId, organisationId) : and(eq(applications.applicantAccountId, accountId), isNull(applications.organisationId));
  return and(owned, delegatedTo(actor));
}

// The SQL twin of `isDelegated` for looking.
function delegatedTo({ actingFor }: User): SQL | undefined {
  if (!actingFor) return undefined;
  if (!actingFor.acts.includes("view")) return sql`false`;
  const { scope } = actingFor;
  if (scope.kind === "all") return undefined;
  return scope.kind === "items" ? inArray(applications.serviceItemId, scope.itemIds) : eq(applications.id, scope.applicationId);
}

const Position = z.tuple([z.union([z.iso.date(), z.iso.datetime()]), z.uuid()]);

const ownStates = {
  drafts: ["draft"],
  open: liveStatuses,
  ended: endedStatuses,
} as const;

/** One's own applications (or the organisation's), newest first. */
export async function listOwn({ db, now }: Ctx, actor: User, { state, cursor, limit }: ListOwn) {
  const after = cursor ? decodeCursor(Position, cursor) : undefined;
  const rows = await db.select({
    id: applications.id, number: applications.number, itemName: applications.itemName, status: applications.status, outcome: applications.outcome,
    dueOn: applications.dueOn, createdAt: applications.createdAt, savedAt: applications.savedAt, submittedAt: applications.submittedAt,
    itemNameEn: sql<string | null>`${serviceItemRevisions.content}->>'nameEn'`,
    awaitingSince: applications.awaitingPrincipalSince, awaitingBy: accounts.name,
  }).from(applications)
    .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId))
    .leftJoin(accounts, eq(accounts.id, applications.awaitingPrincipalBy))
    .where(and(ownedBy(actor), state ? inArray(applications.status, [...ownStates[state]]) : undefined, after ? sql`(${applications.createdAt}, ${applications.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined))
    .orderBy(desc(applications.createdAt), desc(applications.id)).limit(limit + 1);
  const today = shanghaiDay(now);
  return {
    today,
    rows: rows.slice(0, limit).map((row) => ({ ...row, late: isLate(row, today), createdAt: row.createdAt.toISOString(), savedAt: row.savedAt.toISOString(), submittedAt: row.submittedAt?.toISOString() ?? null, awaitingSince: row.awaitingSince?.toISOString() ?? null })),
    nextCursor: cursorAfter(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]) ?? null,
  };
}
