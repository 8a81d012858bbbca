import { addDays, type Day } from "@/domain/core/calendar";
import { makeCertificateIdentifier, normaliseCode, parseCertificateIdentifier } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import type { CertificateRecord, CertificateStatus, FaceField } from "../schema";
import { deskRecord } from "./desk";
import { lifeActs, lifeGrounds, proposedActs, reminderDays, type LifeAct, type LifeGround, type ProposedAct } from "../schema/life";

type Step = { from: readonly CertificateStatus[]; to: CertificateStatus };

/**
 * Every act by the states it is possible in, and the state it leads to. Revoked, cancelled and superseded are the end.
 *
 * - suspend: 暂扣许可证件 (行政处罚法 9(3)); restore lifts it.
 * - revoke: 撤销 (行政许可法 69), 撤回 (8) and 吊销 (行政处罚法 9(3)). Cancelling what was revoked (70(4)) is a matter of the
 *   register alone: what is told of it stays `revoked`.
 * - cancel: 注销 (行政许可法 70), also of what has expired and was not renewed (70(1)).
 * - reissue (补发、换发) and change (变更, 行政许可法 49) bring the next version; so does renew (延续, 50), on a case of its own.
 * - expire: the last day has passed. What is suspended then stays so until somebody decides about it.
 */
export const lifeTable: Record<LifeAct, Step> = {
  suspend: { from: ["valid"], to: "suspended" },
  restore: { from: ["suspended"], to: "valid" },
  revoke: { from: ["valid", "suspended"], to: "revoked" },
  cancel: { from: ["valid", "suspended", "expired"], to: "cancelled" },
  reissue: { from: ["valid"], to: "superseded" },
  change: { from: ["valid"], to: "superseded" },
  renew: { from: ["valid"], to: "superseded" },
  expire: { from: ["valid"], to: "expired" },
};

/** Where an act leads from here; undefined where it is not possible. */
export const stateAfter = (act: LifeAct, status: CertificateStatus): CertificateStatus | undefined => (lifeTable[act].from.includes(status) ? lifeTable[act].to : undefined);

/** The acts that are possible in a state. */
export const actsIn = (status: CertificateStatus): LifeAct[] => lifeActs.filter((act) => stateAfter(act, status) !== undefined);

export const isProposed = (act: LifeAct): act is ProposedAct => proposedActs.some((proposed) => proposed === act);

/** Whether an act may stand on this ground. */
export const standsOn = (act: ProposedAct, ground: LifeGround): boolean => lifeGrounds[act].some((known) => known === ground);

/** What the next version says differently: other values on the face, by key, and other names of the holders, in their order. */
export type Corrections = { face: Record<string, string>; holders: readonly string[] };

/**
 * The record of the next version of a certificate: same type, issuer, number and time of validity, version one higher, and the
 * identifier of the version before (GB/T 36904; on a change the earlier one is named). Errors: `certificates.identifierPartsInvalid`
 * (an identifier not made by this standard, or the 999th version).
 */
export function nextRecord(record: CertificateRecord, { issuedOn, corrections }: { issuedOn: Day; corrections?: Corrections }): CertificateRecord {
  const { identifier, version } = nextIdentifier(record.certificate_identifier);
  return {
    ...record, certificate_identifier: identifier, certificate_version: version, associated_certificate_identifier: record.certificate_identifier, issuing_date: issuedOn,
    holders: record.holders.map((holder, at) => ({ ...holder, name: corrections?.holders[at] ?? holder.name })),
    extend_info: record.extend_info.map((field) => ({ ...field, value: corrections?.face[field.key] ?? field.value })),
  };
}

/** The identifier and number of the version after this one. Errors: `certificates.identifierPartsInvalid`. */
export function nextIdentifier(current: string): { identifier: string; version: string; serial: string } {
  const parts = parseCertificateIdentifier(current);
  if (!parts) throw new DomainError("conflict", "certificates.identifierPartsInvalid", { identifier: current });
  const version = parts.version + 1;
  return { identifier: makeCertificateIdentifier({ typeCode: parts.typeCode, issuerUscc: parts.issuer, serial: parts.serial, version }), version: String(version).padStart(3, "0"), serial: parts.serial };
}

/**
 * What is wrong with corrections to a face, as an error code with the key of the field; nothing when they may stand. `specs`
 * is the face as the edition of the type says; a field it does not know may hold 2000 characters.
 */
export function flawOfCorrections(record: CertificateRecord, { face, holders }: Corrections, specs: readonly FaceFieldSpec[]): { code: string; field?: string } | undefined {
  const known = new Map(record.extend_info.map((field) => [field.key, field]));
  const shown = new Map(deskRecord(record).record.extend_info.map(({ key, value }) => [key, value]));
  const flawOf = ([key, value]: [string, string]) => {
    // What is covered on the screen is never written down with its cover.
    const copied = value === shown.get(key) && value !== known.get(key)?.value;
    return { field: key, code: copied ? "certificates.faceCovered" : flawOfValue(value, known.get(key), specs.find((spec) => spec.key === key)) };
  };
  const flawed = Object.entries(face).map(flawOf).find(({ code }) => code !== undefined);
  if (flawed?.code) return { code: flawed.code, field: flawed.field };
  if (holders.length > record.holders.length || holders.includes("")) return { code: "certificates.holderNameMissing" };
  const changed = Object.entries(face).some(([key, value]) => known.get(key)?.value !== value) || holders.some((name, at) => record.holders[at]?.name !== name);
  return changed ? undefined : { code: "certificates.nothingChanged" };
}

function flawOfValue(value: string, field: FaceField | undefined, spec: FaceFieldSpec | undefined): string | undefined {
  if (!field) return "certificates.faceUnknown";
  if (value === "") return spec?.required ? "certificates.faceRequired" : undefined;
  return [...value].length > (spec?.maxLength ?? 2000) ? "certificates.faceTooLong" : undefined;
}

/** The certificate's number and the codes of its holders as they are looked for; both are kept as blind indexes only. */
export const lifeKeys = ({ certificate_number, holders }: Pick<CertificateRecord, "certificate_number" | "holders">): { number: string; holder: string } => ({
  number: normaliseCode(certificate_number), holder: holders.map(({ type, code }) => `${type}:${normaliseCode(code)}`).toSorted().join("|"),
});

/**
 * Which reminder is due before the last day of validity, in days: the nearest one reached, so that days the portal was away
 * bring one reminder and not three. None before the first, none once the last day has passed, and none whose day came before
 * the certificate did.
 */
export function reminderDue({ validUntil, issuedOn }: { validUntil: Day; issuedOn: Day }, today: Day): number | undefined {
  if (validUntil < today) return undefined;
  const nearest = reminderDays.toSorted((a, b) => a - b).find((days) => validUntil <= addDays(today, days));
  return nearest !== undefined && addDays(validUntil, -nearest) > issuedOn ? nearest : undefined;
}

/** Until when a renewal must be asked for: thirty days before the end (行政许可法 50). */
export const renewBy = (validUntil: Day): Day => addDays(validUntil, -30);
