import { open } from "@/db/personal-data";
import type { certificates } from "@/db/schema";
import { CertificateRecord } from "@/domain/certificates/schema";
import { recordDigest } from "@/server/core/documents/canonical";

export type CertificateRow = typeof certificates.$inferSelect;

export const recordPlace = (id: string) => ({ table: "certificates", column: "record", row: id });

/** The record of a certificate as issued; throws when it was altered or moved since. */
export function openRecord({ id, record, recordDigest: digest }: Pick<CertificateRow, "id" | "record" | "recordDigest">): CertificateRecord {
  const opened = CertificateRecord.parse(JSON.parse(open(record, recordPlace(id))));
  if (recordDigest(opened) !== digest) throw new Error(`certificate ${id}: the record does not have its digest`);
  return opened;
}
