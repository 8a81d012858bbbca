import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { keyedDigests } from "@/db/personal-data";
import { certificates } from "@/db/schema";
import { statusOn } from "@/domain/certificates/rules";
import { lifeKeys, nextIdentifier } from "@/domain/certificates/rules/life";
import type { CertificateRecord } from "@/domain/certificates/schema";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import type { AuditEntry, OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { findWaiting } from "../queries/life";
import { openRecord, type CertificateRow } from "../queries/record";
import { applyAct } from "./write";

type Earlier = { id: string; audit: AuditEntry[]; outbox: OutboxEntry[] };

/**
 * Makes way for a certificate of a type of which its holder has one at a time. One that is current is superseded, and the new
 * one follows it: with its number and the next version where the same organ issued it, else under a number of its own, naming
 * it. One whose last day has passed expires, and the new one is a first. What is suspended, or about to be taken away, is not
 * replaced: that would undo it. Errors: `certificates.currentSuspended`, `certificates.proposalWaiting` (conflict).
 */
export async function takePlace(tx: Tx, ctx: Ctx, { record, typeId, applicationId }: { record: CertificateRecord; typeId: string; applicationId: string }): Promise<{ record: CertificateRecord; earlier?: Earlier }> {
  const current = await lockCurrent(tx, typeId, lifeKeys(record).holder);
  if (!current) return { record };
  const from = statusOn(current, shanghaiDay(ctx.now));
  if (from === "suspended") throw new DomainError("conflict", "certificates.currentSuspended", { identifier: current.identifier });
  if (from === "expired") {
    await applyAct(tx, ctx, current, { act: "expire", from: "valid", reason: null });
    return { record };
  }
  if (await findWaiting(tx, current.id)) throw new DomainError("conflict", "certificates.proposalWaiting");
  const { audit, outbox } = await applyAct(tx, ctx, current, { act: "renew", from, reason: null, applicationId });
  return { record: follow(record, current), earlier: { id: current.id, audit: [audit], outbox } };
}

/** The newest that is current. Two cases decided at once take turns: the second finds what the first made. */
async function lockCurrent(tx: Tx, typeId: string, holder: string): Promise<CertificateRow | undefined> {
  const keys = keyedDigests("certificateHolder", holder);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${typeId}/${keys[0] ?? ""}`}, 0))`);
  const [row] = await tx.select().from(certificates)
    .where(and(eq(certificates.typeId, typeId), inArray(certificates.holderKey, keys), inArray(certificates.status, ["valid", "suspended"])))
    .orderBy(desc(certificates.id)).limit(1).for("update");
  return row;
}

function follow(record: CertificateRecord, current: CertificateRow): CertificateRecord {
  const before = openRecord(current);
  const named = { ...record, associated_certificate_identifier: current.identifier };
  if (before.issuing_authority_code !== record.issuing_authority_code || before.certificate_type_code !== record.certificate_type_code) return named;
  const { identifier, version } = nextIdentifier(current.identifier);
  return { ...named, certificate_identifier: identifier, certificate_version: version, certificate_number: before.certificate_number };
}
