/** Length over composition (ASVS 6.2, NIST SP 800-63B): any characters, at least 8, better 15. */
export const passwordLength = { min: 8, advised: 15, max: 128 } as const;

export type PasswordFault = "tooShort" | "tooLong" | "common" | "own";

/**
 * Why a password may not be chosen; undefined when it may. `common` holds lower-case passwords that everybody guesses first;
 * `own` what others know of its owner: phone, ID number, name, sign-in name. No rule asks for digits or signs.
 */
export function passwordFault(password: string, { common, own }: { common: ReadonlySet<string>; own: readonly string[] }): PasswordFault | undefined {
  const length = [...password].length;
  if (length < passwordLength.min) return "tooShort";
  if (length > passwordLength.max) return "tooLong";
  const folded = password.toLowerCase();
  if (isOwn(folded, own)) return "own";
  return common.has(folded) || isOneRun(folded) ? "common" : undefined;
}

// What remains beside one's own data must by itself be long enough to guess.
function isOwn(folded: string, own: readonly string[]): boolean {
  return own.map((text) => text.toLowerCase()).filter((text) => text.length > 1)
    .some((text) => folded.includes(text) && [...folded.replaceAll(text, "")].length < passwordLength.min);
}

// 88888888, abcabcabc: one to three characters over and over.
const isOneRun = (folded: string) => /^(.{1,3}?)\1+$/u.test(folded);
