import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { keyedDigest, keyedDigests, open, seal } from "@/db/personal-data";
import { accounts, certificateHolders, certificates, organisations } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import type { HolderType } from "@/domain/certificates/schema";
import { assuranceLevels, reaches } from "@/domain/core/actor";
import { actionLevels } from "@/domain/identity/rules/levels";
import { commit, type AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";

/** A holder as the record names them, and who that is here, where it is known. */
export type NewHolder = { code: string; type: HolderType; accountId: string | null; organisationId: string | null };

const codePlace = (row: string): Place => ({ table: "certificate_holders", column: "code", row });

/** Only whoever has proven well enough who they are holds what bears their number. */
const isProven = and(eq(accounts.kind, "citizen"), isNull(accounts.disabledAt), inArray(accounts.assuranceLevel, assuranceLevels.filter((level) => reaches(level, actionLevels.viewCertificate))));

/** Who a holder is here: the account with that proven number, the organisation with that credit code, or nobody yet. */
export async function findHolder(db: Reader, { code, type }: Pick<NewHolder, "code" | "type">): Promise<NewHolder> {
  if (type === "001") {
    const [organisation] = await db.select({ id: organisations.id }).from(organisations).where(eq(organisations.uscc, code)).limit(1);
    return { code, type, accountId: null, organisationId: organisation?.id ?? null };
  }
  const [account] = await db.select({ id: accounts.id }).from(accounts).where(and(inArray(accounts.citizenIdIndex, keyedDigests("citizenId", code)), isProven)).limit(1);
  return { code, type, accountId: account?.id ?? null, organisationId: null };
}

/** Writes who holds a certificate, in the order of its record. */
export async function keepHolders(tx: Tx, certificateId: string, holders: readonly NewHolder[]): Promise<void> {
  for (const [position, { code, type, accountId, organisationId }] of holders.entries()) {
    const id = await newId(tx);
    const who = type === "001" ? { organisationId, uscc: code } : { accountId, code: seal(code, codePlace(id)), codeIndex: keyedDigest("citizenId", code) };
    await tx.insert(certificateHolders).values({ id, certificateId, position, ...who });
  }
}

/** The holders of a certificate, for the next version of it; of those older than the table, from its record. */
export async function copyHolders(tx: Tx, fromId: string, toId: string): Promise<void> {
  const rows = await tx.select().from(certificateHolders).where(eq(certificateHolders.certificateId, fromId));
  for (const { id: from, code, codeIndex, ...row } of rows) {
    const id = await newId(tx);
    const sealed = code ? { code: seal(open(code, codePlace(from)), codePlace(id)), codeIndex } : {};
    await tx.insert(certificateHolders).values({ ...row, ...sealed, id, certificateId: toId });
  }
}

type Claim = { holding: string; certificateId: string; position: number; accountId: string | null; organisationId: string | null };
type Who = { accountId: string } | { organisationId: string };

/**
 * Puts certificates that came here before their holder to whoever has now proven their identity, or to an organisation that
 * is now known; without `who`, all that can be. Tells how many. May run again at any time.
 */
export async function claimCertificates(ctx: Ctx, who?: Who): Promise<number> {
  const claims = [...(who && "organisationId" in who ? [] : await claimsOfPeople(ctx.db, who?.accountId)), ...(who && "accountId" in who ? [] : await claimsOfOrganisations(ctx.db, who?.organisationId))];
  if (claims.length === 0) return 0;
  return commit(ctx, async (tx) => {
    for (const claim of claims) await claimOne(tx, claim);
    return { value: claims.length, audit: claims.map(auditOf) };
  });
}

const auditOf = ({ certificateId, accountId, organisationId }: Claim): AuditEntry => ({ action: "certificates.claim", subject: { type: "certificate", id: certificateId }, after: { accountId, organisationId } });

async function claimOne(tx: Tx, { holding, certificateId, position, accountId, organisationId }: Claim): Promise<void> {
  const unclaimed = and(isNull(certificateHolders.accountId), isNull(certificateHolders.organisationId));
  await tx.update(certificateHolders).set({ accountId, organisationId }).where(and(eq(certificateHolders.id, holding), unclaimed));
  if (position === 0) await tx.update(certificates).set({ holderAccountId: accountId, holderOrganisationId: organisationId }).where(eq(certificates.id, certificateId));
}

const claimColumns = { holding: certificateHolders.id, certificateId: certificateHolders.certificateId, position: certificateHolders.position };
/** As many as one transaction takes; the rest is met the next time. */
const claimsAtOnce = 1000;

async function claimsOfPeople(db: Reader, accountId: string | undefined): Promise<Claim[]> {
  const number = accountId === undefined ? undefined : await numberOf(db, accountId);
  if (accountId !== undefined && number === undefined) return [];
  // Of one person by every key an index may have been made with; of all by the present ones.
  const theirs = number === undefined ? eq(accounts.citizenIdIndex, certificateHolders.codeIndex) : and(eq(accounts.id, accountId ?? ""), inArray(certificateHolders.codeIndex, keyedDigests("citizenId", number)));
  return db.select({ ...claimColumns, accountId: accounts.id, organisationId: sql<null>`null` }).from(certificateHolders).innerJoin(accounts, theirs)
    .where(and(isNull(certificateHolders.accountId), isNotNull(certificateHolders.codeIndex), isProven)).limit(claimsAtOnce);
}

async function numberOf(db: Reader, accountId: string): Promise<string | undefined> {
  const [account] = await db.select({ citizenId: accounts.citizenId }).from(accounts).where(and(eq(accounts.id, accountId), isProven)).limit(1);
  return account?.citizenId ? open(account.citizenId, { table: "accounts", column: "citizen_id", row: accountId }) : undefined;
}

function claimsOfOrganisations(db: Reader, organisationId: string | undefined): Promise<Claim[]> {
  return db.select({ ...claimColumns, accountId: sql<null>`null`, organisationId: organisations.id }).from(certificateHolders).innerJoin(organisations, eq(organisations.uscc, certificateHolders.uscc))
    .where(and(isNull(certificateHolders.organisationId), isNotNull(certificateHolders.uscc), organisationId ? eq(organisations.id, organisationId) : undefined)).limit(claimsAtOnce);
}
