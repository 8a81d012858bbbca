import { shanghaiDay, startOfDay, addDays } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import type { CertificateRecord, CertificateStatus, FaceField } from "../schema";
import type { UseMode } from "../schema/uses";

/** What is granted of a certificate, to whom, for what. */
export type GrantTerms = {
  certificateId: string | null;
  typeId: string | null;
  itemId: string;
  applicationId: string | null;
  departmentId: string | null;
  clientId: string | null;
  fields: readonly string[];
  expiresAt: Date;
  revokedAt: Date | null;
} & GrantBounds;

/** What ends a permission beside its own row: the delegation it was given under, and the case it was given for. */
export type GrantBounds = { delegationEnded: boolean; caseClosedAt: Date | null };

/** What somebody wants to read: of which certificate, by whose name, for which item and case, which fields. */
export type Ask = {
  certificate: { id: string; typeId: string };
  /** Whether the holder who granted holds this certificate now. */
  heldByGranter: boolean;
  by: GrantReader;
  itemId: string;
  applicationId?: string | undefined;
  fields: readonly string[];
};

/** The staff of an organ, or a system, with the organ that answers for it. */
export type GrantReader = { kind: "department"; id: string } | { kind: "client"; id: string; departmentId: string };

type Refusal = { kind: "not_found" | "forbidden"; code: string; params?: Record<string, string> };

type GrantLife = Pick<GrantTerms, "expiresAt" | "revokedAt" | "delegationEnded" | "caseClosedAt">;
export type GrantState = "alive" | "revoked" | "expired" | "delegationEnded";

const remedyMonths = 6;

/** Its last instant; of a case that is closed no later than the time to go to court over it (行政诉讼法 46: six months), which the organ may need it for. */
export function endOfGrant({ expiresAt, caseClosedAt }: Pick<GrantLife, "expiresAt" | "caseClosedAt">): Date {
  if (!caseClosedAt) return expiresAt;
  const [year = 0, month = 1, date = 1] = shanghaiDay(caseClosedAt).split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + remedyMonths, date));
  // 31 August has no thirty-first of February: the term ends with that month (民法典 202).
  if (last.getUTCDate() !== date) last.setUTCDate(0);
  const end = startOfDay(addDays(last.toISOString().slice(0, 10), 1));
  return end < expiresAt ? end : expiresAt;
}

/** How a grant stands: taken back, at its end, ended with the delegation that its giver had, or in force. */
export function stateOfGrant(grant: GrantLife, now: Date): GrantState {
  if (grant.revokedAt !== null) return "revoked";
  if (now >= endOfGrant(grant)) return "expired";
  return grant.delegationEnded ? "delegationEnded" : "alive";
}

/** Why a grant that is not in force opens nothing. */
export const endedCodes: Record<Exclude<GrantState, "alive">, string> = {
  revoked: "certificates.grantRevoked", expired: "certificates.grantExpired", delegationEnded: "certificates.grantDelegationEnded",
};

export const isAlive = (grant: GrantLife, now: Date): boolean => stateOfGrant(grant, now) === "alive";

/** Whether a grant was given to this reader; one given to an organ is good for its systems too. */
const isFor = ({ departmentId, clientId }: GrantTerms, by: GrantReader) =>
  by.kind === "department" ? departmentId === by.id : clientId === by.id || departmentId === by.departmentId;

/** Why a grant does not open what is asked, first what tells least; undefined when it does. Another's grant is as good as none. */
export function refusalOf(grant: GrantTerms, ask: Ask, now: Date): Refusal | undefined {
  if (!isFor(grant, ask.by)) return { kind: "not_found", code: "certificates.grantNotFound" };
  const state = stateOfGrant(grant, now);
  if (state !== "alive") return { kind: "forbidden", code: endedCodes[state] };
  if (!covers(grant, ask)) return { kind: "forbidden", code: "certificates.grantForAnother" };
  if (grant.itemId !== ask.itemId) return { kind: "forbidden", code: "certificates.grantForAnotherItem" };
  if (grant.applicationId !== null && grant.applicationId !== ask.applicationId) return { kind: "forbidden", code: "certificates.grantForAnotherCase" };
  const beyond = ask.fields.find((field) => !grant.fields.includes(field));
  return beyond === undefined ? undefined : { kind: "forbidden", code: "certificates.fieldNotGranted", params: { field: beyond } };
}

/** The certificate named, or any of the type that the same holder has. */
const covers = ({ certificateId, typeId }: GrantTerms, { certificate, heldByGranter }: Ask) => heldByGranter && (certificateId === null ? typeId === certificate.typeId : certificateId === certificate.id);

/** Throws unless the grant opens what is asked. Errors: those of `refusalOf`. */
export function requireGrant(grant: GrantTerms, ask: Ask, now: Date): void {
  const refusal = refusalOf(grant, ask, now);
  if (refusal) throw new DomainError(refusal.kind, refusal.code, refusal.params);
}

const dayMs = 86_400_000;
/** No permission lasts longer, standing or not. */
export const longestGrantDays = 365;

export type NewGrant = { mode: UseMode; standing: boolean; legalBasis?: string | undefined; fields: readonly string[]; expiresAt: Date };

/**
 * Throws unless a new grant may be given, of a certificate with these fields. Errors: `certificates.legalBasisMissing`,
 * `certificates.grantTooLong`, `certificates.fieldUnknown` (unprocessable), `certificates.standingByHolderOnly` (forbidden).
 */
export function requireGrantable({ mode, standing, legalBasis, fields, expiresAt }: NewGrant, known: readonly string[], now: Date): void {
  if (mode === "duty" && !legalBasis?.trim()) throw new DomainError("unprocessable", "certificates.legalBasisMissing");
  if (mode === "delegate" && standing) throw new DomainError("forbidden", "certificates.standingByHolderOnly");
  const days = (expiresAt.getTime() - now.getTime()) / dayMs;
  if (days <= 0 || days > longestGrantDays) throw new DomainError("unprocessable", "certificates.grantTooLong", { days: longestGrantDays });
  const unknown = fields.find((field) => !known.includes(field));
  if (unknown !== undefined) throw new DomainError("unprocessable", "certificates.fieldUnknown", { field: unknown });
}

/** The fields that can be granted of a certificate whose face has these lines. */
export const fieldsOfFace = (face: readonly { key: string }[]): string[] => ["holders.name", "holders.code", "certificate_number", ...face.map(({ key }) => `face.${key}`)];

/** A field that was read, with its name on the certificate. */
export type ReadField = { field: string; labelZh: string; labelEn: string; value: string };

const ownLabels: Record<string, { labelZh: string; labelEn: string }> = {
  "holders.name": { labelZh: "持证主体", labelEn: "Holder" },
  "holders.code": { labelZh: "持证主体代码", labelEn: "Holder's number" },
  certificate_number: { labelZh: "证照编号", labelEn: "Certificate number" },
};

/** What a field is called on a certificate with this face. */
export function labelOfField(field: string, face: readonly Pick<FaceField, "key" | "labelZh" | "labelEn">[]): { labelZh: string; labelEn: string } {
  const line = face.find(({ key }) => `face.${key}` === field);
  return ownLabels[field] ?? (line ? { labelZh: line.labelZh, labelEn: line.labelEn } : { labelZh: field, labelEn: field });
}

/** The asked fields of a record, in the order asked, several holders each in a line of its own. Errors: `certificates.fieldUnknown` (unprocessable). */
export function limitTo(record: CertificateRecord, fields: readonly string[]): ReadField[] {
  return fields.map((field) => {
    const value = valueOf(record, field);
    if (value === undefined) throw new DomainError("unprocessable", "certificates.fieldUnknown", { field });
    return { field, ...labelOfField(field, record.extend_info), value };
  });
}

function valueOf({ holders, certificate_number, extend_info }: CertificateRecord, field: string): string | undefined {
  if (field === "holders.name") return holders.map(({ name }) => name).join("\n");
  if (field === "holders.code") return holders.map(({ code }) => code).join("\n");
  if (field === "certificate_number") return certificate_number;
  return extend_info.find(({ key }) => `face.${key}` === field)?.value;
}

/** What any grant opens: which certificate it is, of what kind, by whom, from when until when. Nothing of its holder. */
export const factsOfRecord = (record: CertificateRecord) => ({
  identifier: record.certificate_identifier, typeCode: record.certificate_type_code, typeName: record.certificate_type_name, name: record.certificate_name,
  version: record.certificate_version, issuer: record.issuing_authority_name, issuerCode: record.issuing_authority_code,
  issuedOn: record.issuing_date, validFrom: record.validate_start, validUntil: record.validate_end, demo: record.demo,
});
export type CertificateFacts = ReturnType<typeof factsOfRecord>;

/** Throws unless a certificate may be used now. Errors: `certificates.notUsable`, `certificates.notSignedYet`, `certificates.signatureBroken` (conflict). */
export function requireUsable(status: CertificateStatus, signature: "valid" | "altered" | "pending"): void {
  if (signature === "altered") throw new DomainError("conflict", "certificates.signatureBroken");
  if (status !== "valid") throw new DomainError("conflict", "certificates.notUsable", { status });
  if (signature === "pending") throw new DomainError("conflict", "certificates.notSignedYet");
}
