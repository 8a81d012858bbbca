import { hindranceToHandOver, hindranceToTake, holderNow, partOf } from "@/domain/applications/policy/assignment";
import type { HandOver } from "@/domain/applications/schema/assignment";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import type { Tx } from "@/db/client";
import { listStaff } from "@/server/auth/staff";
import { authorize } from "@/server/core/authorize";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { findAbsence } from "../queries/absences";
import { getCase } from "../queries/case";
import { changedMeanwhile } from "./act";
import { claimedByOther, give, lockCase } from "./give";

type StaffCtx = Ctx & { actor: User };
export type Handed = { id: string; claimedBy: string };

/**
 * Puts a case, or one step of it, into a colleague's hands, with a word to them. Whoever holds it may, and the supervisor
 * where it lies. Of two at once one wins. Errors: `applications.changedMeanwhile`, `applications.claimedByOther`,
 * `applications.notClaimedByYou`, `applications.colleagueMayNot`, `applications.colleagueAccepted`,
 * `applications.colleaguesOwnCase`, `applications.colleagueAway`, `applications.handedAlready` (conflict),
 * `applications.ownCase`, `access.forbidden`.
 */
export function handOver(ctx: StaffCtx, { id, version, holder, to, word, step: named }: HandOver): Promise<Handed> {
  return commit(ctx, async (tx) => {
    await lockCase(tx, id);
    const { application, facts } = await getCase(tx, ctx.actor, { id });
    if (version !== application.version) throw await changedMeanwhile(tx, application);
    const step = partOf(facts, named);
    const from = holderNow(facts, step);
    if (from !== holder) throw await claimedByOther(tx, from);
    authorize(hindranceToHandOver(ctx.actor, facts, step));
    if (to === from) throw new DomainError("conflict", "applications.handedAlready");
    const colleague = await getPresent(tx, ctx, to);
    authorize(hindranceToTake(colleague, facts, ctx.now, step));
    await give(tx, ctx, { applicationId: id, step: step ?? null, kind: "handOver", fromAccountId: from, toAccountId: to, byAccountId: ctx.actor.id, word });
    return { value: { id, claimedBy: to }, audit: { action: "applications.handOver", subject: { type: "application", id }, before: { holder: from }, after: { holder: to, ...(step ? { step } : {}) } } };
  });
}

async function getPresent(tx: Tx, { now }: Ctx, accountId: string): Promise<User> {
  const [colleague] = await listStaff(tx, now, { ids: [accountId] });
  if (!colleague) throw new DomainError("conflict", "applications.colleagueMayNot");
  const today = shanghaiDay(now);
  const absence = await findAbsence(tx, accountId, { fromOn: today, untilOn: today });
  if (absence) throw new DomainError("conflict", "applications.colleagueAway", { who: colleague.name, until: absence.untilOn });
  return colleague;
}
