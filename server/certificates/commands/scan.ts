import { eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { certificatePresentations, certificates, departments } from "@/db/schema";
import { purposeInWords } from "@/domain/certificates/rules/presenting";
import type { CodeStanding, ScanPresentation } from "@/domain/certificates/schema/presenting";
import type { Actor } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { limit } from "@/server/core/rate-limit";
import { foundBy, standingNow, wordsOf, type PresentationRow } from "../queries/presenting";
import { mayOpen, scanPlace, type ScanReceipt } from "../queries/scans";
import { verificationOf } from "../queries/verify";
import { recordUse, type CertificateUser } from "./uses";

/**
 * Looks at what is presented, open to all and counted by address: a live code is used up by it (of two who look at once, one
 * sees it), and the holder reads who looked. The answer is a receipt, by which this one reads it for five minutes (`readScan`).
 * Errors: `certificates.codeUsed`, `certificates.codeExpired`, `certificates.codeRevoked` (conflict), `certificates.codeUnknown` (not_found), `requests.tooMany`.
 */
export async function scanPresentation(ctx: Ctx, { code, reader = "" }: ScanPresentation): Promise<{ receipt: string }> {
  const { db, now, actor, address } = ctx;
  await limit(db, now, { act: "certificates.scan", subject: address, max: 30, windowSeconds: 60 });
  return commit(ctx, async (tx) => {
    const row = await takeCode(tx, code, now);
    const [certificate] = await tx.select().from(certificates).where(eq(certificates.id, row.certificateId)).for("share");
    if (!certificate) throw new Error("a presentation of no certificate");
    const fields = mayOpen(await verificationOf(tx, certificate, now)) ? row.fields : [];
    await recordUse(tx, now, {
      certificateId: row.certificateId, kind: "scan", mode: row.delegationId ? "delegate" : "holder", by: await readerOf(tx, actor, reader),
      purpose: purposeInWords(row.purpose, wordsOf(row) ?? undefined), fields, presentationId: row.id,
    });
    const receipt: ScanReceipt = { presentationId: row.id, at: now.toISOString(), fields };
    return {
      value: { receipt: seal(JSON.stringify(receipt), scanPlace) }, secret: true,
      audit: { action: "certificates.scan", subject: { type: "certificate", id: row.certificateId }, after: { presentationId: row.id, fields } },
    };
  });
}

/** Locks the row of a code, so that of several who look at once one is first, and uses up a live one. */
async function takeCode(tx: Tx, code: string, now: Date): Promise<PresentationRow> {
  const which = foundBy(code);
  const [row] = which ? await tx.select().from(certificatePresentations).where(which).for("update") : [];
  const standing = row ? await standingNow(tx, row, now) : "unknown";
  if (!row || standing !== "live") throw refusalOf(standing);
  if (row.kind === "live") await tx.update(certificatePresentations).set({ usedAt: now }).where(eq(certificatePresentations.id, row.id));
  return row;
}

const refusals: Record<Exclude<CodeStanding, "live">, string> = { used: "certificates.codeUsed", expired: "certificates.codeExpired", revoked: "certificates.codeRevoked", unknown: "certificates.codeUnknown" };

function refusalOf(standing: CodeStanding): DomainError {
  const known = standing === "live" ? "unknown" : standing;
  return new DomainError(known === "unknown" ? "not_found" : "conflict", refusals[known]);
}

/** Who looks, as the holder will read it: staff by their department, whoever acts for an organisation by its name, anyone else as they say. */
async function readerOf(tx: Tx, actor: Actor, name: string): Promise<CertificateUser> {
  const anyone = { kind: "anyone", id: null, name } as const;
  if (actor.kind !== "user") return anyone;
  if (actor.actingFor?.kind === "organisation") return { kind: "organisation", id: actor.actingFor.id, name: actor.actingFor.name };
  const departmentId = actor.posts[0]?.departmentId;
  const [department] = departmentId ? await tx.select({ name: departments.name }).from(departments).where(eq(departments.id, departmentId)).limit(1) : [];
  return departmentId && department ? { kind: "department", id: departmentId, name: department.name } : anyone;
}
