import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, ne } from "drizzle-orm";
import { open } from "@/db/personal-data";
import { accounts, counterVisits, recoveries } from "@/db/schema";
import { postsIn, type User } from "@/domain/core/actor";
import { maskCitizenId, maskName, maskPhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { isWithin } from "@/domain/departments/rules";
import type { Ctx } from "@/server/core/context";

type Signed = Ctx & { actor: User };

/** The visit that this clerk opened, while it lasts; anyone else's looks like a missing one. Errors: `identity.visitNotFound`. */
export async function getOwnVisit({ db, now, actor }: Signed, id: string): Promise<typeof counterVisits.$inferSelect> {
  const [visit] = await db.select().from(counterVisits).where(and(eq(counterVisits.id, id), eq(counterVisits.clerkId, actor.id), gt(counterVisits.expiresAt, now))).limit(1);
  if (!visit) throw new DomainError("not_found", "identity.visitNotFound");
  return visit;
}

export type RecoveryState = "waiting" | "ready" | "refused" | "used";

const stateOf = ({ newPhone, decision, usedAt }: typeof recoveries.$inferSelect): RecoveryState =>
  (usedAt ? "used" : decision === "refused" ? "refused" : newPhone && !decision ? "waiting" : "ready");

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

/** New phones of this office that wait for a second person, at most 100, the oldest first; one's own are not among them. */
export async function listRecoveries({ db, actor }: Signed) {
  const posts = [...postsIn(actor, "clerk"), ...postsIn(actor, "approver")];
  if (posts.length === 0) return [];
  const rows = await db.select({ recovery: recoveries, name: accounts.name }).from(recoveries).innerJoin(accounts, eq(accounts.id, recoveries.accountId))
    .where(and(inArray(recoveries.departmentId, posts.map(({ departmentId }) => departmentId)), isNotNull(recoveries.newPhone), isNull(recoveries.decision), ne(recoveries.askedBy, actor.id), ne(recoveries.accountId, actor.id)))
    .orderBy(asc(recoveries.askedAt)).limit(100);
  const askers = new Map((await db.select({ id: accounts.id, name: accounts.name }).from(accounts).where(inArray(accounts.id, rows.map(({ recovery }) => recovery.askedBy)))).map(({ id, name }) => [id, name]));
  return rows.filter(({ recovery }) => posts.some((post) => post.departmentId === recovery.departmentId && isWithin(recovery.divisionCode, post.divisionCode))).map(({ recovery: { id, reason, document, askedAt, askedBy }, name }) => ({
    id, reason, document, askedAt: askedAt.toISOString(), askedBy: askers.get(askedBy) ?? "", nameMasked: maskName(name),
  }));
}
