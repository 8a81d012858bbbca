import { and, asc, desc, eq, gt, inArray, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { open } from "@/db/personal-data";
import { accounts, counterVisits, levelRequests, recoveries } from "@/db/schema";
import { postsIn, type User } from "@/domain/core/actor";
import { maskCitizenId, maskName, maskPhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { hindersSecondLook } from "@/domain/identity/policy";
import { secondLookHours } from "@/domain/identity/rules/counter";
import type { Ctx } from "@/server/core/context";

type Signed = Ctx & { actor: User };

/** The visit that this clerk opened, while it lasts; anyone else's looks like a missing one. Errors: `identity.visitNotFound`. */
export async function getOwnVisit({ db, now, actor }: Signed, id: string): Promise<typeof counterVisits.$inferSelect> {
  const [visit] = await db.select().from(counterVisits).where(and(eq(counterVisits.id, id), eq(counterVisits.clerkId, actor.id), gt(counterVisits.expiresAt, now))).limit(1);
  if (!visit) throw new DomainError("not_found", "identity.visitNotFound");
  return visit;
}

export type RecoveryState = "waiting" | "ready" | "refused" | "used";

const stateOf = ({ decision, usedAt }: typeof recoveries.$inferSelect): RecoveryState =>
  (usedAt ? "used" : decision === "refused" ? "refused" : decision ? "ready" : "waiting");

/** Whom the clerk serves, masked, and the ways back in asked for in this visit. Errors: `identity.visitNotFound`. */
export async function getVisit(ctx: Signed, id: string) {
  const visit = await getOwnVisit(ctx, id);
  const [account] = await ctx.db.select().from(accounts).where(eq(accounts.id, visit.accountId)).limit(1);
  if (!account) throw new DomainError("not_found", "identity.visitNotFound");
  const asked = await ctx.db.select().from(recoveries).where(eq(recoveries.visitId, id)).orderBy(desc(recoveries.id));
  const sealed = (column: "citizen_id" | "phone", value: string | null) => (value ? open(value, { table: "accounts", column, row: account.id }) : undefined);
  const [citizenId, phone] = [sealed("citizen_id", account.citizenId), sealed("phone", account.phone)];
  return {
    id, reason: visit.reason, expiresAt: visit.expiresAt.toISOString(), level: account.assuranceLevel,
    nameMasked: citizenId ? maskName(account.name) : null, citizenIdMasked: citizenId ? maskCitizenId(citizenId) : null, phoneMasked: phone ? maskPhone(phone) : null,
    recoveries: asked.map((row) => ({ id: row.id, askedAt: row.askedAt.toISOString(), newPhone: row.newPhone !== null, state: stateOf(row) })),
  };
}

/** What clerks of this office asked and a second person has yet to decide, at most 100 of each kind, the oldest first; not what is one's own. */
export async function listSecondLooks(ctx: Signed) {
  const [levels, ways] = [await waitingIn(ctx, levelRequests), await waitingIn(ctx, recoveries)];
  const rows = [
    ...levels.map(({ asked, ...names }) => ({ kind: "level" as const, newPhone: false, asked, ...names })),
    ...ways.map(({ asked, ...names }) => ({ kind: "recovery" as const, newPhone: asked.newPhone !== null, asked, ...names })),
  ];
  return rows.map(({ kind, newPhone, asked: { id, reason, document, askedAt }, askerName, name }) => ({ kind, newPhone, id, reason, document, askedAt: askedAt.toISOString(), askedBy: askerName, nameMasked: maskName(name) }))
    .toSorted((a, b) => a.askedAt.localeCompare(b.askedAt));
}

const askers = alias(accounts, "askers");

async function waitingIn<Table extends typeof levelRequests | typeof recoveries>({ db, actor, now }: Signed, table: Table) {
  const departments = [...postsIn(actor, "clerk"), ...postsIn(actor, "approver")].map(({ departmentId }) => departmentId);
  // Safe: both tables are made of the same columns as far as they are read here.
  const from = table as typeof levelRequests;
  const rows = await db.select({ asked: from, name: accounts.name, askerName: askers.name }).from(from)
    .innerJoin(accounts, eq(accounts.id, from.accountId)).innerJoin(askers, eq(askers.id, from.askedBy))
    .where(and(inArray(from.departmentId, departments), isNull(from.decision), gt(from.askedAt, new Date(now.getTime() - secondLookHours * 3_600_000))))
    .orderBy(asc(from.askedAt)).limit(100);
  return rows.filter(({ asked }) => !hindersSecondLook(actor, { ...asked, concerns: [asked.accountId] })) as { asked: Table["$inferSelect"]; name: string; askerName: string }[];
}
