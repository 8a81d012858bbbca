import { inArray } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { keyedDigest, keyedDigests, seal } from "@/db/personal-data";
import { certificates, importedCertificates } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { statusOn } from "@/domain/certificates/rules";
import { importIdentity } from "@/domain/certificates/rules/import";
import { CertificateRecord } from "@/domain/certificates/schema";
import type { ImportedCertificate } from "@/domain/certificates/schema/import";
import { shanghaiDay } from "@/domain/core/calendar";
import { makeCertificateIdentifier } from "@/domain/core/codes";
import { env } from "@/env";
import type { Ctx } from "@/server/core/context";
import { canonicalJson, recordDigest } from "@/server/core/documents/canonical";
import { newId } from "@/server/core/ids";
import { keepLayout, newSerial } from "../commands";
import type { IssuedType } from "../queries/catalogue";
import { recordPlace } from "../queries/record";
import { findHolder, keepHolders } from "./holders";
import { addEvent, keyColumns } from "./write";

/** Whose certificates these are: the organ that issued them and takes them over. */
export type ImportSource = { importId: string; type: IssuedType; issuer: { departmentId: string; name: string; uscc: string }; divisionCode: string; itemName: string };

const identityPlace = (row: string): Place => ({ table: "imported_certificates", column: "identity", row });

/** The certificates that were made of these before, by their identity; nothing for those that are new. */
export async function findImported(db: Reader, identities: readonly string[]): Promise<Map<string, string>> {
  const digests = new Map(identities.flatMap((identity) => keyedDigests("importedCertificate", identity).map((digest) => [digest, identity])));
  const rows = digests.size === 0 ? [] : await db.select().from(importedCertificates).where(inArray(importedCertificates.identityIndex, [...digests.keys()]));
  return new Map(rows.map(({ identityIndex, certificateId }) => [digests.get(identityIndex) ?? "", certificateId]));
}

/**
 * Makes a certificate of a row: an identifier of its own (GB/T 36904), the record of GB/T 36903 with the number and days it
 * was issued with, its holders put to their accounts where they are known. Signing follows through the outbox, as for any other.
 */
export async function insertImported(tx: Tx, ctx: Ctx, row: ImportedCertificate, source: ImportSource): Promise<{ id: string; recordDigest: string }> {
  const { type, issuer } = source;
  const { now } = ctx;
  const record = recordOf(row, source);
  const holders = await Promise.all(row.holders.map((holder) => findHolder(tx, holder)));
  const id = await newId(tx);
  const status = statusOn({ status: "valid", validUntil: record.validate_end }, shanghaiDay(now));
  await tx.insert(certificates).values({
    id, identifier: record.certificate_identifier, typeId: type.id, typeEditionId: type.editionId, layoutDigest: await keepLayout(tx, type.content.layout), version: 1,
    status, name: record.certificate_name, origin: "imported",
    holderAccountId: holders[0]?.accountId ?? null, holderOrganisationId: holders[0]?.organisationId ?? null,
    issuerDepartmentId: issuer.departmentId, ...keyColumns(record), several: type.content.severalPerHolder,
    record: seal(canonicalJson(record), recordPlace(id)), recordDigest: recordDigest(record),
    issuedOn: record.issuing_date, validUntil: record.validate_end, createdAt: now,
  });
  await addEvent(tx, ctx, { certificateId: id, act: "import", to: status });
  await keepHolders(tx, id, holders);
  const identity = importIdentity(type.id, row);
  const ownId = await newId(tx);
  await tx.insert(importedCertificates).values({ id: ownId, certificateId: id, importId: source.importId, identity: seal(identity, identityPlace(ownId)), identityIndex: keyedDigest("importedCertificate", identity) });
  return { id, recordDigest: recordDigest(record) };
}

function recordOf({ number, holders, issuedOn, validFrom, validUntil, itemCode, face }: ImportedCertificate, { type: { code, content }, issuer, divisionCode, itemName }: ImportSource): CertificateRecord {
  return CertificateRecord.parse({
    schema: "tongban.certificate/1",
    certificate_identifier: makeCertificateIdentifier({ typeCode: code, issuerUscc: issuer.uscc, serial: newSerial(), version: 1 }),
    certificate_type_name: content.name, certificate_type_code: code, certificate_name: content.name,
    certificate_number: number, certificate_version: "001",
    issuing_authority_name: issuer.name, issuing_authority_code: issuer.uscc, issuing_date: issuedOn,
    validate_start: validFrom, validate_end: validUntil, area_code: divisionCode, holders,
    related_item_name: itemName, related_item_code: itemCode, extend_info: face, demo: env().demo,
  } satisfies CertificateRecord);
}
