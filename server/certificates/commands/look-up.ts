import { and, desc, eq, inArray, type SQL } from "drizzle-orm";
import { union } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { keyedDigests } from "@/db/personal-data";
import { accounts, certificateHolders, certificates } from "@/db/schema";
import type { FindCertificates } from "@/domain/certificates/schema/life";
import type { User } from "@/domain/core/actor";
import { normaliseCode, parseCertificateIdentifier, parseCitizenId, parseUscc } from "@/domain/core/codes";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { recordAccess } from "@/server/core/data-access";
import { limit } from "@/server/core/rate-limit";
import { issuedBy, lineOf } from "../queries/desk";
import { accountsHolding } from "../queries/life";

const most = 20;
// Whoever serves people looks up one every few minutes; more is looking around.
const perPerson = { act: "certificates.lookUp", max: 60, windowSeconds: 3600 };

/**
 * Looks certificates up that the actor's departments issued, by identifier, certificate number, or a holder's identity number
 * or credit code; at most twenty, newest first. What was typed is not kept; who looked, what was found and why is, and each
 * holder reads it. Errors: `requests.tooMany`.
 */
export async function findCertificates(ctx: Ctx & { actor: User }, { code, reason }: FindCertificates) {
  await limit(ctx.db, ctx.now, { ...perPerson, subject: ctx.actor.id });
  return commit(ctx, async (tx) => {
    const rows = await tx.select().from(certificates).where(and(issuedBy(ctx.actor), matching(tx, code))).orderBy(desc(certificates.id)).limit(most);
    const holders = await accountsHolding(tx, rows.map(({ id }) => id));
    for (const subjectId of new Set([...holders.values()].flat())) await recordAccess(tx, ctx, { subjectId, kind: "open", fields: ["电子证照"], reason });
    return {
      value: { rows: rows.map((row) => lineOf(row, ctx.now)) },
      audit: { action: "certificates.lookUp", subject: { type: "account", id: ctx.actor.id }, after: { reason, found: rows.map(({ id }) => id) } },
    };
  });
}

/** Each way has an index of its own, and what they find is put together: one condition with "or" would read every certificate of an organ. */
function matching(tx: Tx, code: string): SQL | undefined {
  const identifier = parseCertificateIdentifier(code)?.identifier;
  if (identifier) return eq(certificates.identifier, identifier);
  const numbered = tx.select({ id: certificates.id }).from(certificates).where(inArray(certificates.numberIndex, keyedDigests("certificateNumber", normaliseCode(code))));
  const person = parseCitizenId(code)?.number;
  if (person) return inArray(certificates.id, union(numbered, ...holdingPerson(tx, person)));
  const organisation = parseUscc(code)?.number;
  return inArray(certificates.id, organisation ? union(numbered, holding(tx, eq(certificateHolders.uscc, organisation))) : numbered);
}

const holding = (tx: Tx, holder: SQL) => tx.select({ id: certificateHolders.certificateId }).from(certificateHolders).where(holder);

/** Of those older than the table of holders a person is known by their account alone. */
function holdingPerson(tx: Tx, number: string) {
  const digests = keyedDigests("citizenId", number);
  const known = tx.select({ id: accounts.id }).from(accounts).where(inArray(accounts.citizenIdIndex, digests));
  return [holding(tx, inArray(certificateHolders.codeIndex, digests)), holding(tx, inArray(certificateHolders.accountId, known))] as const;
}
