import { and, desc, eq, inArray, or, type SQL } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
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
    const rows = await tx.select().from(certificates).where(and(issuedBy(ctx.actor), matching(code))).orderBy(desc(certificates.id)).limit(most);
    const holders = await accountsHolding(tx, rows.map(({ id }) => id));
    for (const subjectId of new Set([...holders.values()].flat())) await recordAccess(tx, ctx, { subjectId, kind: "open", fields: ["电子证照"], reason });
    return {
      value: { rows: rows.map((row) => lineOf(row, ctx.now)) },
      audit: { action: "certificates.lookUp", subject: { type: "account", id: ctx.actor.id }, after: { reason, found: rows.map(({ id }) => id) } },
    };
  });
}

function matching(code: string): SQL | undefined {
  const identifier = parseCertificateIdentifier(code)?.identifier;
  if (identifier) return eq(certificates.identifier, identifier);
  const number = inArray(certificates.numberIndex, keyedDigests("certificateNumber", normaliseCode(code)));
  const held = holding(code);
  return held ? or(number, inArray(certificates.id, held)) : number;
}

/** Of those older than the table of holders a person is known by their account alone. */
function holding(code: string) {
  const holders = new QueryBuilder({ casing: "snake_case" }).select({ id: certificateHolders.certificateId }).from(certificateHolders);
  const person = parseCitizenId(code)?.number;
  if (person) {
    const digests = keyedDigests("citizenId", person);
    const known = new QueryBuilder({ casing: "snake_case" }).select({ id: accounts.id }).from(accounts).where(inArray(accounts.citizenIdIndex, digests));
    return holders.where(or(inArray(certificateHolders.codeIndex, digests), inArray(certificateHolders.accountId, known)));
  }
  const organisation = parseUscc(code)?.number;
  return organisation ? holders.where(eq(certificateHolders.uscc, organisation)) : undefined;
}
