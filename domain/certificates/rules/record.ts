import { parseCertificateIdentifier } from "@/domain/core/codes";
import type { CertificateRecord } from "../schema";

/** What in a record contradicts itself, by the names of its members; nothing when it may be signed. */
export function flawsOfRecord(record: CertificateRecord): string[] {
  const { validate_start, validate_end, extend_info } = record;
  const keys = extend_info.map(({ key }) => key);
  return [
    ...flawsOfIdentifier(record),
    ...(validate_end !== null && validate_end < validate_start ? ["validate_end"] : []),
    ...flawsOfPrevious(record),
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

/** A next version names the one before it: of the same type, from the first on one lower where issuer and serial are the same. */
function flawsOfPrevious({ certificate_identifier, associated_certificate_identifier: named }: CertificateRecord): string[] {
  if (named === undefined) return [];
  const [own, previous] = [parseCertificateIdentifier(certificate_identifier), parseCertificateIdentifier(named)];
  const follows = own && previous && own.typeCode === previous.typeCode && (own.issuer !== previous.issuer || own.serial !== previous.serial || own.version === previous.version + 1);
  return follows ? [] : ["associated_certificate_identifier"];
}
