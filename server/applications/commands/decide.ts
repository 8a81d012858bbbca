import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { accounts, organisations } from "@/db/schema";
import { deliveryLimit } from "@/domain/applications/rules/clocks";
import { completeKinds, decide, finish } from "@/domain/applications/rules/steps";
import type { Deliver, OpinionAct, Outcome, PlainAct, ReasonAct } from "@/domain/applications/schema";
import { dueOn, shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import type { Answers, FormDefinition } from "@/domain/forms/schema";
import { formOf } from "@/domain/items/rules";
import { coHoldersIn } from "@/domain/items/rules/co-holders";
import type { ItemResult } from "@/domain/items/schema/result";
import { insertCertificate } from "@/server/certificates/commands";
import { findHolder } from "@/server/certificates/commands/holders";
import { getCalendar } from "@/server/core/calendar";
import type { Ctx } from "@/server/core/context";
import { answersOf, type Case } from "../queries/case";
import { act, type Acted, type Effect } from "./act";
import { recheckOnFile } from "./on-file";

/** Grants the application (行政许可法 38). Whoever accepted it does not decide it where the process has both steps. */
export function approveApplication(ctx: Ctx, { id, version, opinion }: OpinionAct): Promise<Acted> {
  return act(ctx, { id, version, action: "approve" }, (found, tx) => decision(tx, ctx, found, { outcome: "approved", reason: opinion }));
}

/** Declines the application with its reason; the notice names review and litigation (行政许可法 38(2)). */
export function rejectApplication(ctx: Ctx, { id, version, reason }: ReasonAct): Promise<Acted> {
  return act(ctx, { id, version, action: "reject" }, (found, tx) => decision(tx, ctx, found, { outcome: "rejected", reason }));
}

/**
 * What a decision sets, a person's or the decision table's. Nothing is granted on a certificate that no longer stands.
 * Errors: `applications.certificateGone` (conflict; material, name, problem).
 */
export async function decision(tx: Tx, ctx: Ctx, found: Case, { outcome, reason }: { outcome: Outcome; reason: string }): Promise<Effect> {
  const { content, steps } = found;
  const checked = outcome === "approved" ? await recheckOnFile(tx, ctx, found, "decision") : {};
  const key = content.steps.find(({ kind }) => kind === "decide")?.key ?? "";
  const delivery = dueOn({ start: shanghaiDay(ctx.now), limit: deliveryLimit, calendar: await getCalendar(tx) });
  return {
    ...checked,
    patch: { outcome, decidedAt: ctx.now, decidedBy: ctx.actor.kind === "user" ? ctx.actor.id : null, dueOn: delivery.dueOn, dueProvisional: delivery.provisional },
    reason, payload: { deliveryDueOn: delivery.dueOn },
    steps: { next: decide(content.steps, steps, outcome), opinions: { [key]: reason } },
  };
}

/** Makes the certificate of an approved case in the same transaction; signing follows in its own job. */
export function issueCertificate(ctx: Ctx, { id, version }: PlainAct): Promise<Acted> {
  return act(ctx, { id, version, action: "issueCertificate" }, async (found, tx) => {
    const { application, content, department, steps } = found;
    if (!content.result) throw new DomainError("conflict", "applications.noCertificate");
    const [form, answers, holder] = [formOf(content), answersOf(application), await holderOf(tx, application)];
    const issued = await insertCertificate(tx, ctx, {
      applicationId: id, applicationNumber: application.number, itemName: content.name, itemBasicCode: found.basicCode, result: content.result, form, answers, holder,
      coHolders: await coHoldersOf(tx, content.result, { form, answers, holderCode: holder.code }), issuer: { departmentId: department.id, name: department.name, uscc: department.uscc },
      divisionCode: application.divisionCode, decidedOn: shanghaiDay(application.decidedAt ?? ctx.now),
    });
    return {
      payload: { certificateId: issued.id, identifier: issued.identifier }, outbox: issued.outbox, audit: issued.audit,
      steps: { next: completeKinds(content.steps, steps, ["certificate"]) },
    };
  });
}

/** Whom the form names as further holders, and who they are here. */
function coHoldersOf(tx: Tx, { coHolders: group }: ItemResult, { form, answers, holderCode }: { form: FormDefinition; answers: Answers; holderCode: string }) {
  return Promise.all((group === undefined ? [] : coHoldersIn(form, answers, { group, holderCode })).map(async (one) => ({ ...one, ...(await findHolder(tx, one)) })));
}

async function holderOf(tx: Tx, { applicantAccountId, organisationId, applicantName }: Case["application"]) {
  const owner = { accountId: applicantAccountId, organisationId, name: applicantName };
  if (organisationId) {
    const [organisation] = await tx.select({ code: organisations.uscc }).from(organisations).where(eq(organisations.id, organisationId));
    return { ...owner, code: organisation?.code ?? "", type: "001" as const };
  }
  const [account] = await tx.select({ id: accounts.id, citizenId: accounts.citizenId }).from(accounts).where(eq(accounts.id, applicantAccountId));
  const code = account?.citizenId ? open(account.citizenId, { table: "accounts", column: "citizen_id", row: account.id }) : undefined;
  if (!code) throw new DomainError("conflict", "applications.holderUnidentified");
  return { ...owner, code, type: "111" as const };
}

/** Hands the certificate or the decision over; the case is closed. */
export function deliverApplication(ctx: Ctx, { id, version, method, trackingNumber }: Deliver): Promise<Acted> {
  return act(ctx, { id, version, action: "deliver" }, (found) => closing(ctx, found, { method, ...(trackingNumber ? { trackingNumber } : {}) }));
}

/** Closes an approved case that brings no certificate. */
export function closeApplication(ctx: Ctx, { id, version }: PlainAct): Promise<Acted> {
  return act(ctx, { id, version, action: "close" }, (found) => closing(ctx, found, {}));
}

/** How a case ends that was handed over. */
export function closing({ now }: Ctx, { steps }: Case, payload: Record<string, unknown>): Effect {
  return { patch: { closedAt: now, dueOn: null }, payload, steps: { next: finish(steps) } };
}
