import { parseCertificateIdentifier } from "@/domain/core/codes";
import type { CertificateRecord } from "../schema";

/** What in a record contradicts itself, by the names of its members; nothing when it may be signed. */
export function flawsOfRecord(record: CertificateRecord): string[] {
  const identifier = parseCertificateIdentifier(record.certificate_identifier);
  const { validate_start, validate_end, extend_info } = record;
  const keys = extend_info.map(({ key }) => key);
  return [
    ...(identifier ? [] : ["certificate_identifier"]),
    ...(identifier && identifier.typeCode !== record.certificate_type_code ? ["certificate_type_code"] : []),
    ...(identifier && identifier.issuer !== record.issuing_authority_code ? ["issuing_authority_code"] : []),
    ...(identifier && identifier.version !== Number(record.certificate_version) ? ["certificate_version"] : []),
    ...(validate_end !== null && validate_end < validate_start ? ["validate_end"] : []),
    ...(new Set(keys).size < keys.length ? ["extend_info"] : []),
  ];
}
