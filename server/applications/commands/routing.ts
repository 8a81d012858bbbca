import { eq, sql } from "drizzle-orm";
import { applicationEvents } from "@/db/schema";
import { openWork, type Work } from "@/domain/applications/rules/assignment";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { once } from "@/server/core/jobs";
import { getCase, type Case } from "../queries/case";
import { routeNow, rulesOf } from "../queries/routing";
import { give, lockCase } from "./give";

type Told = { applicationId: string; eventId: string };

/**
 * After an act, gives what of the case waits for somebody to whom the rules of its department say, or leaves it free. Each
 * event is routed once; one that is not the latest of its case is left to the latest. What somebody took meanwhile is theirs.
 */
export async function routeEvent(ctx: Ctx, { applicationId, eventId }: Told): Promise<void> {
  const found = await findCase(ctx, applicationId);
  if (!found || !(await isLatest(ctx, found, eventId))) return;
  for (const work of openWork(found.facts)) {
    const rules = (await rulesOf(ctx.db, work.departmentId)).filter(({ enabled, content }) => enabled && content.role === work.role);
    if (rules.length > 0) await once(routeOne(ctx, { applicationId, eventId }, work));
  }
}

async function findCase(ctx: Ctx, id: string): Promise<Case | undefined> {
  try {
    return await getCase(ctx.db, ctx.actor, { id });
  } catch (error) {
    if (isDomainError(error) && error.kind === "not_found") return undefined;
    throw error;
  }
}

async function isLatest({ db }: Ctx, { application }: Case, eventId: string): Promise<boolean> {
  const [event] = await db.select({ sequence: applicationEvents.sequence }).from(applicationEvents).where(eq(applicationEvents.id, eventId)).limit(1);
  return event?.sequence === application.version;
}

/** One piece of work, under the lock of its case; those of one department and role are routed one after another, so that loads are counted right. */
function routeOne(ctx: Ctx, { applicationId, eventId }: Told, { step, role, departmentId }: Work): Promise<void> {
  return commit(ctx, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${departmentId}/${role}`}, 11))`);
    await lockCase(tx, applicationId);
    const found = await getCase(tx, ctx.actor, { id: applicationId });
    const work = openWork(found.facts).find((one) => one.step === step && one.role === role);
    if (!work) throw new DomainError("conflict", "applications.changedMeanwhile");
    const { rule, given, names } = await routeNow({ db: tx, now: ctx.now }, found, work, await rulesOf(tx, departmentId));
    if (!rule) throw new DomainError("conflict", "applications.nobodyRouted");
    const { to = null, load, insteadOf } = given ?? {};
    const reason = { rule: rule.content.name, ...(load === undefined ? {} : { load }), ...(insteadOf === undefined ? {} : { insteadOf: names.get(insteadOf) ?? "" }) };
    const routed = await give(tx, ctx, { applicationId, step, kind: "routing", toAccountId: to, ruleId: rule.id, reason, eventId });
    if (!routed) throw new DomainError("conflict", "applications.changedMeanwhile");
    return { value: undefined, audit: { action: "applications.route", subject: { type: "application", id: applicationId }, after: { to, ruleId: rule.id, version: found.application.version } } };
  });
}
