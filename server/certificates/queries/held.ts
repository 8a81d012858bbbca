import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import { certificateHolders, certificates } from "@/db/schema";
import { isHolder } from "@/domain/certificates/policy";
import { isDelegatedAll, principalOf, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { CertificateRow } from "./record";

/** The certificates a person or an organisation holds, alone or with others, for a `where` on certificates. */
export function heldByPrincipal({ accountId, organisationId }: { accountId: string; organisationId: string | null }) {
  const holder = organisationId ? eq(certificateHolders.organisationId, organisationId) : and(eq(certificateHolders.accountId, accountId), isNull(certificateHolders.organisationId));
  return inArray(certificates.id, new QueryBuilder({ casing: "snake_case" }).select({ id: certificateHolders.certificateId }).from(certificateHolders).where(holder));
}

/** The SQL twin of `isHolder`. */
export function heldBy(actor: User) {
  const { actingFor } = actor;
  if (!isDelegatedAll(actingFor, "view")) return sql`false`;
  return heldByPrincipal(principalOf(actor));
}

/** A certificate for one of its holders. Errors: `certificates.notFound`. */
export async function getHeld(db: Reader, actor: User, id: string): Promise<CertificateRow> {
  const holders = await db.select({ certificate: certificates, holder: certificateHolders }).from(certificates)
    .innerJoin(certificateHolders, eq(certificateHolders.certificateId, certificates.id)).where(eq(certificates.id, id));
  const [first] = holders;
  if (!first || !isHolder(actor, holders.map(({ holder }) => holder))) throw new DomainError("not_found", "certificates.notFound");
  return first.certificate;
}
