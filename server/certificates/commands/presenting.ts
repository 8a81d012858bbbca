import { randomInt } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyedDigest, seal } from "@/db/personal-data";
import { certificatePresentations, certificates, delegations } from "@/db/schema";
import { hindranceToPresent } from "@/domain/certificates/policy/presenting";
import { statusOn } from "@/domain/certificates/rules";
import { endOfCode, openableFields, presenting } from "@/domain/certificates/rules/presenting";
import type { PresentationReference, PresentCertificate } from "@/domain/certificates/schema/presenting";
import type { User } from "@/domain/core/actor";
import { shanghaiDay, type Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { newToken } from "@/server/auth/tokens";
import { authorize } from "@/server/core/authorize";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { limit } from "@/server/core/rate-limit";
import { getHeld } from "../queries/held";
import { getOwnPresentation, livingPrinted, presentationPlace } from "../queries/presenting";
import { openRecord } from "../queries/record";

type OwnCtx = Ctx & { actor: User };

export type Presented = { presentationId: string; code: string; expiresAt: string };

/**
 * Makes a code by which a stranger sees a certificate for a purpose: a live one for 60 seconds and one look, or a printed one
 * for 180 days (no longer than the certificate or the delegation). The code is told this once; only its digest is kept.
 * Errors: `certificates.notFound`, `certificates.presentNotDelegated` (forbidden), `certificates.notSignedYet`,
 * `certificates.notPresentable`, `certificates.tooManyPrinted` (conflict, with `max`), `certificates.fieldUnknown` (invalid), `requests.tooMany`.
 */
export async function presentCertificate(ctx: OwnCtx, { id, kind, purpose, words, fields }: PresentCertificate): Promise<Presented> {
  const { actor, now } = ctx;
  await limit(ctx.db, now, { act: "certificates.present", subject: actor.id, max: 60, windowSeconds: 600 });
  return commit(ctx, async (tx) => {
    // Whoever takes the certificate out of force, or makes another code, waits.
    await tx.select({ id: certificates.id }).from(certificates).where(eq(certificates.id, id)).for("no key update");
    const row = await getHeld(tx, actor, id);
    authorize(hindranceToPresent(actor, { status: statusOn(row, shanghaiDay(now)), signed: row.signedAt !== null }));
    const openable = openableFields(openRecord(row));
    if (fields.some((field) => !openable.includes(field))) throw new DomainError("invalid", "certificates.fieldUnknown");
    if (kind === "printed") await checkRoom(tx, id, now);
    const presentationId = await newId(tx);
    const code = kind === "live" ? newToken() : newDigits();
    const expiresAt = endOfCode(kind, now, { certificateUntil: row.validUntil, delegationUntil: await endOfDelegation(tx, actor) });
    await tx.insert(certificatePresentations).values({
      id: presentationId, certificateId: id, kind, codeDigest: keyedDigest("certificate-code", code), purpose, purposeWords: words === undefined ? null : seal(words, presentationPlace(presentationId)),
      fields: [...new Set(fields)], presentedBy: actor.id, delegationId: actor.actingFor?.delegationId ?? null, createdAt: now, expiresAt,
    });
    return {
      value: { presentationId, code, expiresAt: expiresAt.toISOString() }, secret: true,
      audit: { action: "certificates.present", subject: { type: "certificate", id }, after: { presentationId, kind, purpose, fields } },
    };
  });
}

const newDigits = () => Array.from({ length: presenting.printedDigits / 5 }, () => String(randomInt(100_000)).padStart(5, "0")).join("");

async function checkRoom(tx: Tx, certificateId: string, now: Date): Promise<void> {
  const living = await livingPrinted(tx, certificateId, now);
  if (living.length >= presenting.printedAtOnce) throw new DomainError("conflict", "certificates.tooManyPrinted", { max: presenting.printedAtOnce });
}

async function endOfDelegation(tx: Tx, { actingFor }: User): Promise<Day | null> {
  if (!actingFor) return null;
  const [row] = await tx.select({ until: delegations.validUntil }).from(delegations).where(eq(delegations.id, actingFor.delegationId)).limit(1);
  return row?.until ?? null;
}

/** Takes a code back: from now on it opens nothing. Doing it again changes nothing. Errors: `certificates.codeNotFound` (not_found), `certificates.presentNotDelegated` (forbidden). */
export function revokePresentation(ctx: OwnCtx, { id }: PresentationReference): Promise<{ certificateId: string }> {
  return commit(ctx, async (tx) => {
    const { presentation: { certificateId } } = await getOwnPresentation(tx, ctx.actor, id);
    authorize(ctx.actor.actingFor && !ctx.actor.actingFor.acts.includes("submit") ? "certificates.presentNotDelegated" : undefined);
    await tx.update(certificatePresentations).set({ revokedAt: ctx.now, revokedBy: ctx.actor.id }).where(and(eq(certificatePresentations.id, id), isNull(certificatePresentations.revokedAt)));
    return { value: { certificateId }, audit: { action: "certificates.revokePresentation", subject: { type: "certificate", id: certificateId }, after: { presentationId: id } } };
  });
}
