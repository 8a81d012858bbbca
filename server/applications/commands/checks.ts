import { and, eq, gte } from "drizzle-orm";
import { open, seal } from "@/db/personal-data";
import { accounts, applicationChecks, organisations } from "@/db/schema";
import { canAskRegisters } from "@/domain/applications/rules/case";
import { liveStatuses } from "@/domain/applications/schema";
import type { AskRegister, CheckStatus, RegisterKind } from "@/domain/applications/schema/case";
import { isOneself, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { newId } from "@/server/core/ids";
import { limit } from "@/server/core/rate-limit";
import { enterpriseRegistry, populationRegistry } from "@/server/integrations/checks";
import { Unavailable } from "@/server/integrations/signed-request";
import { getCase, type Case } from "../queries/case";
import { isOffered, judgeOrganisation, judgePerson, registersFor, resultPlace } from "../queries/registers";

/** What the log that the person reads says was looked at. */
const labels: Record<RegisterKind, string> = { population: "人口库核对：姓名、身份证号", enterprise: "法人库核对：名称、统一社会信用代码" };

/**
 * Asks a register about the applicant anew and keeps what it said; the reading is logged for the person.
 * Errors: `applications.notFound`, `access.forbidden`, `applications.ownCase`, `applications.registerNotOffered` (conflict), `requests.tooMany`.
 */
export async function askRegister(ctx: Ctx, actor: User, { id, kind }: AskRegister): Promise<{ status: CheckStatus }> {
  const found = await getCase(ctx.db, ctx.actor, { id });
  if (!canAskRegisters(actor, found.facts)) throw new DomainError("forbidden", "access.forbidden");
  if (isOneself(actor, found.application.applicantAccountId)) throw new DomainError("forbidden", "applications.ownCase");
  if (!registersFor(found.application).includes(kind) || !isOffered(kind)) throw new DomainError("conflict", "applications.registerNotOffered");
  await limit(ctx.db, ctx.now, { act: "applications.askRegister", subject: actor.id, max: 60, windowSeconds: 3600 });
  await limit(ctx.db, ctx.now, { act: "applications.askRegister.case", subject: id, max: 6, windowSeconds: 3600 });
  return { status: await askAndKeep(ctx, found, kind) };
}

/** Asks every register that concerns an open case, once for each time it was filed. */
export async function askRegisters(ctx: Ctx, applicationId: string): Promise<void> {
  const found = await getCase(ctx.db, ctx.actor, { id: applicationId });
  const { receivedAt, status } = found.application;
  if (!liveStatuses.some((live) => live === status)) return;
  for (const kind of registersFor(found.application).filter(isOffered)) {
    const since = and(eq(applicationChecks.applicationId, applicationId), eq(applicationChecks.kind, kind), gte(applicationChecks.at, receivedAt ?? ctx.now));
    if ((await ctx.db.$count(applicationChecks, since)) === 0) await askAndKeep(ctx, found, kind);
  }
}

async function askAndKeep(ctx: Ctx, found: Case, kind: RegisterKind): Promise<CheckStatus> {
  const { application } = found;
  const { status, result } = await answerOf(ctx, found, kind);
  return commit(ctx, async (tx) => {
    const id = await newId(tx);
    const by = ctx.actor.kind === "user" ? { askedBy: ctx.actor.id, askedByName: ctx.actor.name } : {};
    await tx.insert(applicationChecks).values({ id, applicationId: application.id, kind, status, result: seal(JSON.stringify(result), resultPlace(id)), at: ctx.now, ...by });
    await recordAccess(tx, ctx, { subjectId: application.applicantAccountId, kind: "register", fields: [labels[kind]], case: application });
    return { value: status, audit: { action: "applications.askRegister", subject: { type: "application", id: application.id }, after: { kind, status } } };
  });
}

/** A register that is away, slow or answers nonsense has said nothing, and that is kept too. */
async function answerOf(ctx: Ctx, found: Case, kind: RegisterKind) {
  try {
    return await ask(ctx, found, kind);
  } catch (error) {
    if (error instanceof Unavailable) return { status: "notRun" as const, result: { finding: "away" } };
    throw error;
  }
}

async function ask({ db }: Ctx, { application: { applicantAccountId, organisationId, applicantName } }: Case, kind: RegisterKind) {
  const [account] = await db.select({ name: accounts.name, citizenId: accounts.citizenId }).from(accounts).where(eq(accounts.id, applicantAccountId)).limit(1);
  if (!account?.citizenId) return { status: "notRun" as const, result: { finding: "noNumber" } };
  const person = { id: crypto.randomUUID(), name: account.name, citizenId: open(account.citizenId, { table: "accounts", column: "citizen_id", row: applicantAccountId }) };
  if (kind === "population") return judgePerson(await offered(populationRegistry()).compare(person));
  const [organisation] = await db.select({ uscc: organisations.uscc }).from(organisations).where(eq(organisations.id, organisationId ?? "")).limit(1);
  return judgeOrganisation(await offered(enterpriseRegistry()).ask({ ...person, uscc: organisation?.uscc ?? "" }), applicantName);
}

function offered<Port>(port: Port | undefined): Port {
  if (!port) throw new DomainError("conflict", "applications.registerNotOffered");
  return port;
}
