import { addDays, startOfDay } from "@/domain/core/calendar";
import { maskCitizenId } from "@/domain/core/codes";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import { maskFace } from "../rules";
import type { CertificateRecord } from "../schema";
import type { OfflineFace } from "../schema/limits";
import type { OfflineCopy } from "../schema/wallet";

/** The copy of a certificate that its holder chose to keep, masked as the type says (`specs`) or in full. */
export function offlineCopy(id: string, record: CertificateRecord, face: OfflineFace, specs: readonly FaceFieldSpec[]): OfflineCopy {
  const { validate_end: validUntil, extend_info, holders } = record;
  const masked = face === "masked" ? maskFace(record, specs) : undefined;
  return {
    id, face, name: record.certificate_name, issuer: record.issuing_authority_name, issuedOn: record.issuing_date, validUntil, demo: record.demo,
    endsAt: validUntil === null ? null : startOfDay(addDays(validUntil, 1)).toISOString(),
    number: masked ? null : record.certificate_number,
    holders: holders.map(({ name, code, type }, at) => (masked ? { name: masked.holders[at] ?? "", code: type === "111" ? maskCitizenId(code) : code } : { name, code })),
    fields: (masked?.fields ?? extend_info).map(({ labelZh, labelEn, value }) => ({ labelZh, labelEn, value })),
  };
}
