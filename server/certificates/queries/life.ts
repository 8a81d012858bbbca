import { and, desc, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { open } from "@/db/personal-data";
import { certificateHolders, certificateProposals, delegations } from "@/db/schema";
import { statusOn } from "@/domain/certificates/rules";
import { seesCertificate, type LifeFacts } from "@/domain/certificates/policy/life";
import type { Actor } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { proposalPlace, type CertificateRow } from "./record";

/** A proposal with its words opened. */
export type Proposal = typeof certificateProposals.$inferSelect;

/** The proposal about a certificate that nobody has decided yet. */
export async function findWaiting(db: Reader | Tx, certificateId: string): Promise<Proposal | undefined> {
  const [row] = await db.select().from(certificateProposals).where(and(eq(certificateProposals.certificateId, certificateId), isNull(certificateProposals.outcome))).limit(1);
  return row && opened(row);
}

/** What was decided about a certificate, the latest first. */
export async function listDecided(db: Reader | Tx, certificateId: string): Promise<Proposal[]> {
  const rows = await db.select().from(certificateProposals).where(and(eq(certificateProposals.certificateId, certificateId), isNotNull(certificateProposals.outcome))).orderBy(desc(certificateProposals.id));
  return rows.map(opened);
}

const opened = (row: Proposal): Proposal => ({ ...row, reason: open(row.reason, proposalPlace(row.id, "reason")), answer: row.answer && open(row.answer, proposalPlace(row.id, "answer")) });

/** The accounts that hold these certificates, by certificate; an organisation's holder has none. */
export async function accountsHolding(db: Reader | Tx, certificateIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = certificateIds.length === 0 ? [] : await db.select({ certificateId: certificateHolders.certificateId, accountId: certificateHolders.accountId }).from(certificateHolders).where(inArray(certificateHolders.certificateId, [...certificateIds]));
  const found = new Map<string, string[]>(certificateIds.map((id) => [id, []]));
  for (const { certificateId, accountId } of rows) if (accountId) found.get(certificateId)?.push(accountId);
  return found;
}

/** Who acts for the organisations that hold a certificate: to the desk it is as good as their own. */
async function accountsActingFor(db: Reader | Tx, certificateId: string): Promise<string[]> {
  const rows = await db.select({ accountId: delegations.delegateAccountId }).from(certificateHolders).innerJoin(delegations, eq(delegations.organisationId, certificateHolders.organisationId))
    .where(and(eq(certificateHolders.certificateId, certificateId), isNotNull(delegations.acceptedAt), isNull(delegations.revokedAt)));
  return rows.flatMap(({ accountId }) => accountId ?? []);
}

/**
 * What the policy asks of a certificate, for who works where it was issued; one from elsewhere looks like a missing one.
 * Errors: `certificates.notFound`.
 */
export async function lifeFacts(db: Reader | Tx, { actor, now }: { actor: Actor; now: Date }, row: CertificateRow | undefined): Promise<{ row: CertificateRow; facts: LifeFacts; waiting: Proposal | undefined; holders: string[] }> {
  if (!row || !seesCertificate(actor, { departmentId: row.issuerDepartmentId, divisionCode: row.divisionCode })) throw new DomainError("not_found", "certificates.notFound");
  const waiting = await findWaiting(db, row.id);
  const holders = (await accountsHolding(db, [row.id])).get(row.id) ?? [];
  const holderAccountIds = [...holders, ...(await accountsActingFor(db, row.id))];
  return {
    row, waiting, holders,
    facts: { departmentId: row.issuerDepartmentId, divisionCode: row.divisionCode, status: statusOn(row, shanghaiDay(now)), holderAccountIds, proposal: waiting ? { act: waiting.act, proposedBy: waiting.proposedBy } : null },
  };
}
