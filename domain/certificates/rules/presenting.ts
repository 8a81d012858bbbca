import { addDays, shanghaiDay, startOfDay, type Day } from "@/domain/core/calendar";
import { maskName } from "@/domain/core/codes";
import type { CertificateRecord, FaceField, HolderType } from "../schema";
import type { CodeStanding, PresentationKind, PresentationPurpose } from "../schema/presenting";

/** A live code works for so many seconds and its page makes the next one after `renewSeconds`, so many times; a printed one for so many days, so many at once; what somebody saw can be read again for so many minutes. */
export const presenting = { liveSeconds: 60, renewSeconds: 45, renewals: 12, printedDays: 180, printedAtOnce: 3, printedDigits: 20, receiptMinutes: 5 } as const;

type Code = { kind: PresentationKind; expiresAt: Date; usedAt: Date | null; revokedAt: Date | null };

/** How a code stands at an instant: a live one opens the certificate once, a printed one until it ends. */
export function standingOfCode({ expiresAt, usedAt, revokedAt }: Code, now: Date): CodeStanding {
  if (revokedAt) return "revoked";
  if (usedAt) return "used";
  return expiresAt <= now ? "expired" : "live";
}

export type Bounds = { certificateUntil: Day | null; delegationUntil: Day | null };

/** When a code made now stops working. A printed one lasts no longer than the certificate, nor than the delegation it was made under; the last day counts whole. */
export function endOfCode(kind: PresentationKind, now: Date, { certificateUntil, delegationUntil }: Bounds): Date {
  if (kind === "live") return new Date(now.getTime() + presenting.liveSeconds * 1000);
  const last = [addDays(shanghaiDay(now), presenting.printedDays - 1), certificateUntil, delegationUntil].filter((day) => day !== null).toSorted()[0];
  return startOfDay(addDays(last ?? shanghaiDay(now), 1));
}

/** The code in what a QR code says or somebody typed: a token as it is, digits without blanks and dashes, full width too; nothing for anything else. */
export function parseCode(input: string): string | undefined {
  const trimmed = input.trim();
  if (/^[\w-]{43}$/.test(trimmed)) return trimmed;
  const digits = trimmed.normalize("NFKC").replace(/[\s-]/g, "");
  return new RegExp(`^\\d{${presenting.printedDigits}}$`).test(digits) ? digits : undefined;
}

const openOf = (key: string) => `face.${key}`;

/** Of a record, what its holder may choose to show in full. What the face says of a holder again is opened with the holder's name or number. */
export function openableFields({ holders, extend_info }: CertificateRecord): string[] {
  const said = new Set(holders.flatMap(({ name, code }) => [name, code]));
  return [
    ...(holders.some(({ type }) => type === "111") ? ["holders.name"] : []), "holders.code", "certificate_number",
    ...extend_info.filter(({ value }) => value !== "" && !said.has(value)).map(({ key }) => openOf(key)),
  ];
}

export type PresentedFace = { holders: string[]; fields: FaceField[] };

/** What a stranger reads: the face as anyone sees it (`masked`), with what the holder chose in full, and the numbers they chose after it. */
export function presentedFace(record: CertificateRecord, masked: PresentedFace, chosen: readonly string[]): PresentedFace {
  const { holders, extend_info } = record;
  const [names, codes] = [chosen.includes("holders.name"), chosen.includes("holders.code")];
  const isOpen = ({ key, value }: FaceField) => chosen.includes(openOf(key)) || holders.some(({ name, code }) => (names && name === value) || (codes && code === value));
  const number = chosen.includes("certificate_number") ? [{ key: "certificate_number", labelZh: "证照编号", labelEn: "Certificate number", value: record.certificate_number }] : [];
  const told = new Set(extend_info.map(({ value }) => value));
  return {
    holders: holders.map(({ name, type }) => (names || type !== "111" ? name : maskName(name))),
    fields: [
      ...masked.fields.map((field) => extend_info.find((whole) => whole.key === field.key && isOpen(whole)) ?? field),
      ...(codes ? holders.filter(({ code }) => !told.has(code)).map(({ code, type }, at) => ({ key: `holders.${at}.code`, ...codeLabels[type], value: code })) : []),
      ...number,
    ],
  };
}

const codeLabels = {
  "111": { labelZh: "公民身份号码", labelEn: "Citizen ID number" }, "001": { labelZh: "统一社会信用代码", labelEn: "Unified social credit code" },
} as const satisfies Record<HolderType, object>;

const purposes: Record<Exclude<PresentationPurpose, "other">, string> = {
  window: "在窗口办事", inspection: "接受检查", work: "求职、入职或投标", contract: "租房、交易或签约", travel: "住宿、出行或进入场所",
};

/** What a certificate was shown for, as the record of its uses says it for good. */
export const purposeInWords = (purpose: PresentationPurpose, words: string | undefined): string => (purpose === "other" ? (words ?? "") : purposes[purpose]);
