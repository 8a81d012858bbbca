import { parseCertificateIdentifier } from "@/domain/core/codes";
import type { CertificateRecord } from "../schema";

/** What in a record contradicts itself, by the names of its members; nothing when it may be signed. */
export function flawsOfRecord(record: CertificateRecord): string[] {
  const { validate_start, validate_end, extend_info } = record;
  const keys = extend_info.map(({ key }) => key);
  return [
    ...flawsOfIdentifier(record),
    ...(validate_end !== null && validate_end < validate_start ? ["validate_end"] : []),
    ...(new Set(keys).size < keys.length ? ["extend_info"] : []),
  ];
}

/** The identifier holds type, issuer and version, and the record says them again. */
function flawsOfIdentifier(record: CertificateRecord): string[] {
  const identifier = parseCertificateIdentifier(record.certificate_identifier);
  if (!identifier) return ["certificate_identifier"];
  return [
    ...(identifier.typeCode === record.certificate_type_code ? [] : ["certificate_type_code"]),
    ...(identifier.issuer === record.issuing_authority_code ? [] : ["issuing_authority_code"]),
    ...(identifier.version === Number(record.certificate_version) ? [] : ["certificate_version"]),
  ];
}
