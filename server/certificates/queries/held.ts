import { and, eq, isNull, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { certificates } from "@/db/schema";
import { isHolder } from "@/domain/certificates/policy";
import { principalOf, type User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { CertificateRow } from "./record";

/** The SQL twin of `isHolder`. */
export function heldBy(actor: User) {
  const { actingFor } = actor;
  if (actingFor && !(actingFor.scope.kind === "all" && actingFor.acts.includes("view"))) return sql`false`;
  const { accountId, organisationId } = principalOf(actor);
  if (organisationId) return eq(certificates.holderOrganisationId, organisationId);
  return and(eq(certificates.holderAccountId, accountId), isNull(certificates.holderOrganisationId));
}

/** A certificate for its holder. Errors: `certificates.notFound`. */
export async function getHeld(db: Reader, actor: User, id: string): Promise<CertificateRow> {
  const [row] = await db.select().from(certificates).where(eq(certificates.id, id)).limit(1);
  if (!row || !isHolder(actor, row)) throw new DomainError("not_found", "certificates.notFound");
  return row;
}
