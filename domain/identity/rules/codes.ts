/** What a one-time code may confirm; a code sent for one purpose is worth nothing for another. */
export const codePurposes = ["signIn", "confirm", "changePhone", "changeEmail", "recover", "delegate", "expert"] as const;
export type CodePurpose = (typeof codePurposes)[number];

/** As a text message, or read out by a voice call for those who do not read one. */
export const phoneChannels = ["text", "voice"] as const;
export type PhoneChannel = (typeof phoneChannels)[number];

/** To a phone, or by mail to the e-mail address that is to be proven. */
export const codeChannels = [...phoneChannels, "mail"] as const;
export type CodeChannel = (typeof codeChannels)[number];

/** Six digits for ten minutes, five tries, another after a minute (ASVS 6.5, 6.6). */
export const codeLife = { digits: 6, minutes: 10, tries: 5, pauseSeconds: 60 } as const;

/** The digits of a typed code; undefined when it cannot be one. */
export function parseOneTimeCode(input: string): string | undefined {
  const digits = input.normalize("NFKC").replace(/[\s-]/g, "");
  return digits.length === codeLife.digits && /^\d+$/.test(digits) ? digits : undefined;
}
