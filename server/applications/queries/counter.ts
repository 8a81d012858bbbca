import { and, asc, arrayContains, desc, eq, gt, inArray, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { open } from "@/db/personal-data";
import { accounts, applications, counterReceptions, serviceItems, serviceWindows } from "@/db/schema";
import { hindersIntake, isProven, refusesService, type IntakePlace } from "@/domain/applications/rules/counter";
import type { ReceptionById, ServedCase } from "@/domain/applications/schema/counter";
import { postsIn, principalOf, type User } from "@/domain/core/actor";
import { maskCitizenId, maskName, normaliseCode } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { hindersSecondLook } from "@/domain/identity/policy";
import { findDelegation, listDelegationsTo } from "@/server/auth/session";
import { authorize } from "@/server/core/authorize";
import type { Ctx } from "@/server/core/context";
import { documentReader } from "@/server/integrations/checks";
import type { SampleDocument } from "@/server/integrations/document-reader/port";
import { getCase, type Case } from "./case";

export type ClerkCtx = Ctx & { actor: User };
export type ReceptionRow = typeof counterReceptions.$inferSelect;
/** The clerk's request, made in the name of whoever stands at the counter. */
export type ServedCtx = Ctx & { actor: User };

/** A reception of this clerk's, over or not; anyone else's looks like a missing one. Errors: `applications.receptionNotFound`. */
export async function getOwnReception({ db, actor }: ClerkCtx, id: string): Promise<ReceptionRow> {
  const [row] = await db.select().from(counterReceptions).where(and(eq(counterReceptions.id, id), eq(counterReceptions.clerkId, actor.id))).limit(1);
  if (!row) throw new DomainError("not_found", "applications.receptionNotFound");
  return row;
}

/** The same while somebody can be served under it. Errors besides: `applications.receptionOver`, `applications.identityUnproven` (conflict). */
export async function getProvenReception(ctx: ClerkCtx, id: string): Promise<ReceptionRow> {
  const row = await getOwnReception(ctx, id);
  authorize(refusesService(row, ctx.now));
  return row;
}

/**
 * The request as whoever stands at the counter would make it, for themselves or for whom they have come; its doer stays the
 * clerk. So every rule of the applicant's own commands holds at the counter, and there is no second copy of them.
 * Errors: those of `getProvenReception`, `applications.delegationOver` (conflict).
 */
async function serve(ctx: ClerkCtx, reception: string): Promise<ServedCtx> {
  const { accountId, delegationId } = await getProvenReception(ctx, reception);
  const [account] = await ctx.db.select().from(accounts).where(and(eq(accounts.id, accountId), isNull(accounts.disabledAt))).limit(1);
  if (!account) throw new DomainError("not_found", "applications.receptionNotFound");
  const actingFor = delegationId ? await findDelegation(ctx.db, accountId, delegationId, ctx.now) : undefined;
  if (delegationId && !actingFor) throw new DomainError("conflict", "applications.delegationOver");
  const { id, name, sessionId, authenticatedAt } = ctx.actor;
  const actor: User = {
    kind: "user", id: account.id, name: account.name, accountKind: "citizen", assuranceLevel: account.assuranceLevel, sessionId, factors: ["counter"], authenticatedAt,
    posts: [], servedBy: { id, name }, ...(actingFor ? { actingFor } : {}),
  };
  return { ...ctx, actor };
}

/** As `serve`, for an item that this clerk's counter takes. Errors besides: `items.notFound`, `applications.notServedHere`, `applications.ownCase` (forbidden). */
export async function serveForItem(ctx: ClerkCtx, reception: string, itemCode: string): Promise<ServedCtx> {
  const serving = await serve(ctx, reception);
  const [item] = await ctx.db.select({ departmentId: serviceItems.departmentId, divisionCode: serviceItems.divisionCode, itemCode: serviceItems.code }).from(serviceItems).where(eq(serviceItems.code, normaliseCode(itemCode))).limit(1);
  if (!item) throw new DomainError("not_found", "items.notFound");
  await demandIntake(ctx, serving, item);
  return serving;
}

/** As `serve`, for a case of theirs. Errors besides: `applications.notFound`, `applications.notServedHere`, `applications.ownCase` (forbidden). */
export async function serveForCase(ctx: ClerkCtx, { reception, id }: ServedCase): Promise<{ serving: ServedCtx; found: Case }> {
  const serving = await serve(ctx, reception);
  const found = await getCase(ctx.db, serving.actor, { id });
  await demandIntake(ctx, serving, { departmentId: found.application.departmentId, divisionCode: found.application.divisionCode, itemCode: found.itemCode });
  return { serving, found };
}

async function demandIntake(ctx: ClerkCtx, { actor }: ServedCtx, place: IntakePlace): Promise<void> {
  const { accountId, organisationId } = principalOf(actor);
  const own = ctx.actor.citizenAccountId ? await listDelegationsTo(ctx.db, ctx.actor.citizenAccountId, ctx.now) : [];
  const clerksOrganisations = own.filter(({ kind }) => kind === "organisation").map(({ id }) => id);
  authorize(hindersIntake(ctx.actor, place, { concerns: [actor.id, accountId], organisationId, clerksOrganisations }, await windowsAt(ctx, place)));
}

/** The windows of this clerk's departments that serve an item's. */
function windowsAt({ db, actor }: ClerkCtx, { departmentId }: IntakePlace) {
  const own = postsIn(actor, "clerk").map((post) => post.departmentId);
  return db.select({ departmentId: serviceWindows.departmentId, divisionCode: serviceWindows.divisionCode, serves: serviceWindows.serves, itemCodes: serviceWindows.itemCodes }).from(serviceWindows)
    .where(and(isNull(serviceWindows.closedAt), inArray(serviceWindows.departmentId, own), arrayContains(serviceWindows.serves, [departmentId]))).limit(50);
}

/** Who is served, for whom they may have come, and what they have begun here. Errors: `applications.receptionNotFound`. */
export async function getReception(ctx: ClerkCtx, { reception }: ReceptionById) {
  const row = await getOwnReception(ctx, reception);
  const [account] = await ctx.db.select().from(accounts).where(eq(accounts.id, row.accountId)).limit(1);
  if (!account) throw new DomainError("not_found", "applications.receptionNotFound");
  const refusal = refusesService(row, ctx.now);
  const principals = refusal === undefined ? await listDelegationsTo(ctx.db, row.accountId, ctx.now) : [];
  return {
    id: row.id, document: row.document, method: row.method, decision: row.decision, at: row.at.toISOString(), expiresAt: row.expiresAt.toISOString(),
    refusal: refusal ?? null, name: account.name, citizenIdMasked: maskedNumber(account), level: account.assuranceLevel, delegationId: row.delegationId,
    principals: principals.filter(({ acts }) => acts.includes("fill")).map(({ delegationId, name, kind, delegation }) => ({ delegationId, name, kind, delegation })),
    cases: await listTaken(ctx, row),
  };
}

const maskedNumber = ({ id, citizenId }: { id: string; citizenId: string | null }): string | null => (citizenId ? maskCitizenId(open(citizenId, { table: "accounts", column: "citizen_id", row: id })) : null);

/** What was begun or filed at the counter for this person and whom they act for, the newest first. */
async function listTaken({ db, actor }: ClerkCtx, { accountId, at }: ReceptionRow) {
  const rows = await db.select({ id: applications.id, number: applications.number, itemName: applications.itemName, applicantName: applications.applicantName, status: applications.status, savedAt: applications.savedAt })
    .from(applications).where(and(eq(applications.takenBy, actor.id), eq(applications.presentedBy, accountId), gt(applications.savedAt, new Date(at.getTime() - dayMs)))).orderBy(desc(applications.savedAt)).limit(20);
  return rows.map(({ savedAt, ...row }) => ({ ...row, savedAt: savedAt.toISOString() }));
}

const dayMs = 24 * 3_600_000;
const clerks = alias(accounts, "clerks");

/** Whom this clerk serves now, the newest first, and whose typed documents wait for a second person of the office. */
export async function listReceptions(ctx: ClerkCtx) {
  const { db, actor, now } = ctx;
  const living = and(gt(counterReceptions.expiresAt, now), isNull(counterReceptions.endedAt));
  const departments = [...postsIn(actor, "clerk"), ...postsIn(actor, "approver")].map(({ departmentId }) => departmentId);
  const columns = { row: counterReceptions, account: { id: accounts.id, name: accounts.name, citizenId: accounts.citizenId }, clerkName: clerks.name };
  const from = () => db.select(columns).from(counterReceptions).innerJoin(accounts, eq(accounts.id, counterReceptions.accountId)).innerJoin(clerks, eq(clerks.id, counterReceptions.clerkId));
  const mine = await from().where(and(eq(counterReceptions.clerkId, actor.id), living)).orderBy(desc(counterReceptions.at)).limit(20);
  const waiting = await from().where(and(inArray(counterReceptions.departmentId, departments), eq(counterReceptions.method, "manual"), isNull(counterReceptions.decision), living)).orderBy(asc(counterReceptions.at)).limit(50);
  const mayDecide = ({ row }: (typeof waiting)[number]) => !hindersSecondLook(actor, { ...row, askedBy: row.clerkId, concerns: [row.accountId] });
  return {
    mine: mine.map(({ row, account: { name } }) => ({ id: row.id, name, at: row.at.toISOString(), state: isProven(row) ? "proven" as const : row.decision === "refused" ? "refused" as const : "waiting" as const })),
    waiting: waiting.filter(mayDecide).map(({ row, account, clerkName }) => ({ id: row.id, nameMasked: maskName(account.name), citizenIdMasked: maskedNumber(account), document: row.document, reason: row.reason ?? "", askedBy: clerkName, at: row.at.toISOString() })),
  };
}

/** Whether a document reader is there, and in demo mode the sample documents that can lie on it. */
export function listSamples(): { offered: boolean; samples: SampleDocument[] } {
  const reader = documentReader();
  return { offered: reader !== undefined, samples: reader?.samples?.() ?? [] };
}
