import { reaches, type AssuranceLevel, type User } from "@/domain/core/actor";
import type { Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";

/** How somebody proves who they are. */
export const checks = ["phone", "twoFactor", "phoneThreeFactor", "bankFourFactor", "livePerson", "networkIdentity", "counter"] as const;
export type Check = (typeof checks)[number];

type CheckRule = {
  /** The level that the check gives. */
  raisesTo: AssuranceLevel;
  /** Whether it builds upon a proven name and ID number, as a face is compared with the photograph of somebody known. */
  builds: boolean;
  /** What the person hands over for it; of a national network identity nothing in plain may be asked again. */
  asks: readonly ("name" | "citizenId" | "phone" | "bankCard" | "face")[];
};

/**
 * Which check raises to which level: name and ID number (二要素) against the population registry, with the phone (三要素) or
 * a bank card (四要素); a live person (实人), the national network identity (网号、网证), or a clerk who has seen person and
 * document. At the counter it is L3, or L4 where the clerk says why.
 */
export const checkRules = {
  phone: { raisesTo: "L0", builds: false, asks: ["phone"] },
  twoFactor: { raisesTo: "L1", builds: false, asks: ["name", "citizenId"] },
  phoneThreeFactor: { raisesTo: "L2", builds: false, asks: ["name", "citizenId", "phone"] },
  bankFourFactor: { raisesTo: "L2", builds: true, asks: ["name", "citizenId", "phone", "bankCard"] },
  livePerson: { raisesTo: "L3", builds: true, asks: ["name", "citizenId", "face"] },
  networkIdentity: { raisesTo: "L3", builds: false, asks: [] },
  counter: { raisesTo: "L4", builds: false, asks: ["name", "citizenId"] },
} as const satisfies Record<Check, CheckRule>;

/** The checks a person can do online by themselves. */
export const onlineChecks = ["twoFactor", "phoneThreeFactor", "bankFourFactor", "livePerson", "networkIdentity"] as const satisfies readonly Check[];
export type OnlineCheck = (typeof onlineChecks)[number];

/** The levels that a clerk who has seen somebody may give. */
export const counterLevels = ["L3", "L4"] as const satisfies readonly AssuranceLevel[];

/** The documents that a clerk may have seen. */
export const documentKinds = ["idCard", "temporaryIdCard", "residencePermitHmt", "permanentResidenceCard", "passport"] as const;
export type DocumentKind = (typeof documentKinds)[number];

/**
 * The ways to a level, the usual one first. Each list has a way without a face (个人信息保护法 26, 人脸识别技术应用安全管理办法 10)
 * and ends at the counter, which serves everybody.
 */
export const waysTo = {
  L1: ["twoFactor", "networkIdentity", "counter"],
  L2: ["phoneThreeFactor", "bankFourFactor", "networkIdentity", "counter"],
  L3: ["livePerson", "networkIdentity", "counter"],
  L4: ["counter"],
} as const satisfies Record<Exclude<AssuranceLevel, "L0">, readonly Check[]>;

export type ReachableLevel = keyof typeof waysTo;
export const reachableLevels = ["L1", "L2", "L3", "L4"] as const satisfies readonly ReachableLevel[];

/** The online check that comes next on a way, whether or not the person's name and ID number are proven already. */
export function nextCheck(known: boolean, way: OnlineCheck): OnlineCheck {
  return known || !checkRules[way].builds ? way : "twoFactor";
}

/** The level after a check: it never falls by one. */
export function raisedBy(level: AssuranceLevel, result: AssuranceLevel): AssuranceLevel {
  return reaches(level, result) ? level : result;
}

/** From what age (years) a live face may be used without a guardian beside the person (个人信息保护法 31). */
const ownFaceYears = 14;

/** Whether somebody may have their own face checked on a day (`YYYY-MM-DD`). */
export function mayUseFace(birthOn: Day, today: Day): boolean {
  return `${Number(birthOn.slice(0, 4)) + ownFaceYears}${birthOn.slice(4)}` <= today;
}

/** A clerk serves whom they have found for so long; a code for coming back in is good for so long, once. */
export const counterVisitMinutes = 30;
export const recoveryCodeHours = 24;

// Neither 0 and O, nor 1, I and L: it is read off paper.
const codeAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const codeLength = 12;

/** Makes a recovery code (59 bits) as it is printed, `XXXX-XXXX-XXXX`, from a source of random numbers below a bound. */
export function makeRecoveryCode(randomBelow: (bound: number) => number): string {
  const letters = Array.from({ length: codeLength }, () => codeAlphabet.charAt(randomBelow(codeAlphabet.length))).join("");
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}

/** The code as typed from paper, as it is compared; nothing when it cannot be one. */
export function parseRecoveryCode(text: string): string | undefined {
  const letters = text.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "");
  return letters.length === codeLength && [...letters].every((letter) => codeAlphabet.includes(letter)) ? letters : undefined;
}

/** Minimum level per action; filing an application has the minimum of its item. */
export const actionLevels = {
  viewCertificate: "L2",
  grantDelegation: "L3",
  acceptDelegation: "L2",
  bindOrganisation: "L3",
  inviteAgent: "L3",
  acceptAgency: "L2",
  sign: "L3",
} as const satisfies Record<string, AssuranceLevel>;
export type LevelledAction = keyof typeof actionLevels;

/**
 * Asks that a person has proven themselves well enough for an action. It is their own identity that counts, for whomever they act.
 * Errors: `access.levelTooLow` (forbidden) with the `level` asked and the `action`; the screen answers with the step-up.
 */
export function requireLevel({ assuranceLevel }: Pick<User, "assuranceLevel">, action: LevelledAction): void {
  const level = actionLevels[action];
  if (!reaches(assuranceLevel, level)) throw new DomainError("forbidden", "access.levelTooLow", { level, action });
}

/** Reads a level that an address asks for. */
export function reachableLevel(text: unknown): ReachableLevel | undefined {
  return reachableLevels.find((level) => level === text);
}
