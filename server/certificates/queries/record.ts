import { open } from "@/db/personal-data";
import type { Place } from "@/db/sealed-places";
import type { certificates } from "@/db/schema";
import { CertificateRecord } from "@/domain/certificates/schema";
import { recordDigest } from "@/server/core/documents/canonical";

export type CertificateRow = typeof certificates.$inferSelect;

export const recordPlace = (id: string): Place => ({ table: "certificates", column: "record", row: id });
export const jwsPlace = (id: string): Place => ({ table: "certificates", column: "jws", row: id });

export const usePurposePlace = (id: string): Place => ({ table: "certificate_uses", column: "purpose", row: id });
export const grantPurposePlace = (id: string): Place => ({ table: "usage_grants", column: "purpose", row: id });

export const proposalPlace = (id: string, column: "reason" | "answer"): Place => ({ table: "certificate_proposals", column, row: id });

export const sdJwtPlace = (id: string): Place => ({ table: "certificates", column: "sd_jwt", row: id });

export const eventPlace = (id: string): Place => ({ table: "certificate_events", column: "reason", row: id });
export const endPlace = (id: string): Place => ({ table: "certificates", column: "end_reason", row: id });

/** Why something happened to a certificate, in the words of who did it. */
export const openReason = ({ id, reason }: { id: string; reason: string | null }): string | null => (reason === null ? null : open(reason, eventPlace(id)));
/** Why it is not in force, where words were given. */
export const openEndReason = ({ id, endReason }: Pick<CertificateRow, "id" | "endReason">): string | null => (endReason === null ? null : open(endReason, endPlace(id)));

/** The SD-JWT with everything shown; undefined until signed, and on certificates signed before there was one. */
export const openSdJwt = ({ id, sdJwt }: Pick<CertificateRow, "id" | "sdJwt">): string | undefined => (sdJwt ? open(sdJwt, sdJwtPlace(id)) : undefined);

/** The record as signed for machines; it holds the whole record, so it is kept as closed. Undefined until signed. */
export const openJws = ({ id, jws }: Pick<CertificateRow, "id" | "jws">): string | undefined => (jws ? open(jws, jwsPlace(id)) : undefined);

/** The record of a certificate as issued; throws when it was altered or moved since. */
export function openRecord({ id, record, recordDigest: digest }: Pick<CertificateRow, "id" | "record" | "recordDigest">): CertificateRecord {
  const opened = CertificateRecord.parse(JSON.parse(open(record, recordPlace(id))));
  if (recordDigest(opened) !== digest) throw new Error(`certificate ${id}: the record does not have its digest`);
  return opened;
}
