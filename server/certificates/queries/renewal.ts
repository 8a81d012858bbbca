import { and, eq, inArray, sql } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { certificateTypeEditions, certificateTypes, serviceItemRevisions, serviceItems } from "@/db/schema";
import { renewalItem, type RenewalItem } from "@/domain/certificates/rules/wallet";

/** A certificate that may be renewed: its type, who issued it, and the basic code of the item it came from. */
export type Renewable = { typeId: string; departmentId: string; basicCode: string };

/** Finds the item that renews a certificate, among the published ones that its type's current edition names; for a type that names none, the item it came from. */
export async function renewalsFor(db: Reader, certificates: readonly Renewable[]): Promise<(certificate: Renewable) => { code: string; name: string; nameEn: string | null } | null> {
  const types = [...new Set(certificates.map(({ typeId }) => typeId))];
  if (types.length === 0) return () => null;
  const linked = await db.select({ typeId: certificateTypes.id, codes: sql<string[]>`${certificateTypeEditions.content}->'linkedItems'` })
    .from(certificateTypes).innerJoin(certificateTypeEditions, eq(certificateTypeEditions.id, certificateTypes.currentEditionId)).where(inArray(certificateTypes.id, types));
  const codesOf = new Map(linked.map(({ typeId, codes }) => [typeId, codes]));
  const wanted = ({ typeId, basicCode }: Renewable) => codesOf.get(typeId)?.length ? (codesOf.get(typeId) ?? []) : [basicCode];
  const items = await listItems(db, [...new Set(certificates.flatMap(wanted))]);
  return (certificate) => {
    const found = renewalItem(items.filter(({ basicCode }) => wanted(certificate).includes(basicCode)), certificate);
    return found ? { code: found.code, name: found.name, nameEn: found.nameEn } : null;
  };
}

function listItems(db: Reader, basicCodes: readonly string[]): Promise<(RenewalItem & { nameEn: string | null })[]> {
  return db.select({
    code: serviceItems.code, basicCode: serviceItems.basicCode, departmentId: serviceItems.departmentId,
    name: sql<string>`${serviceItemRevisions.content}->>'name'`, nameEn: sql<string | null>`${serviceItemRevisions.content}->>'nameEn'`,
  }).from(serviceItems).innerJoin(serviceItemRevisions, and(eq(serviceItemRevisions.serviceItemId, serviceItems.id), eq(serviceItemRevisions.status, "published")))
    .where(and(inArray(serviceItems.basicCode, [...basicCodes]), eq(serviceItems.status, "published")));
}
