import type { Day } from "@/domain/core/calendar";
import type { Material } from "@/domain/items/schema";
import type { TrustLevel } from "../schema/counter";

/** So many papers one person or organisation may keep. */
export const mostKept = 100;
/** So many days without being used after which a kept paper goes by itself. */
export const keptDays = 2 * 365;

/** Of the papers that are to be kept when a case is filed, those there is room for beside `there` that are kept already: the first come first. */
export const withinRoom = <T>(wished: readonly T[], there: number): T[] => wished.slice(0, Math.max(0, mostKept - there));

/** What a kept paper is: as the guide named it, and the certificate that it is a copy of. */
export type Kind = { kind: string; certificateType: string | null };

/** What guides call a paper beside what it is: 居民身份证（复印件） is 居民身份证, 申请人户口簿 is 户口簿. */
function bare(name: string): string {
  return name.replace(/[（(][^）)]*[）)]/gu, "").replace(/^(?:申请人|经办人|本人|当事人)的?/u, "").replace(/(?:复印件|原件|扫描件|电子件|照片件)(?:[和与及、].*)?$/u, "").trim();
}

/** What a paper is that was handed in for a material. Where several certificates would do, nobody said which of them it is a copy of. */
export function kindOf({ name, certificateType, certificateTypes = [] }: Pick<Material, "name" | "certificateType" | "certificateTypes">): Kind {
  const only = certificateTypes.length === 1 ? certificateTypes[0] : undefined;
  return { kind: bare(name.zh), certificateType: certificateType ?? only ?? null };
}

/** Whether a kept paper is what a material asks for: a copy of the same certificate, or of the same name. */
export function fits(kept: Kind, material: Pick<Material, "name" | "certificateType" | "certificateTypes">): boolean {
  const asked = kindOf(material);
  const types = [material.certificateType, ...(material.certificateTypes ?? [])];
  return kept.kind === asked.kind || (kept.certificateType !== null && types.includes(kept.certificateType));
}

/** Whether its last day, as its owner says, is over. */
export const hasEnded = ({ validUntil }: { validUntil: Day | null }, today: Day): boolean => validUntil !== null && validUntil < today;

/** How far a paper is believed that is used again: what a counter compared with the original stays compared (B), else as an upload for this material is. */
export const trustAgain = ({ trustLevel }: { trustLevel: TrustLevel }, uploaded: "C" | "D"): TrustLevel => (trustLevel === "B" ? "B" : uploaded);
