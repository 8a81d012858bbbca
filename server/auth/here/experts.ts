import { forget, keep, kept } from "../web";

/** The link that this browser opened by its code, with what it was given for it; one at a time. */
export async function expertHere(): Promise<{ token: string; session: string } | undefined> {
  const [token, session] = (await kept("expert"))?.split(".") ?? [];
  return token && session ? { token, session } : undefined;
}

/** Keeps that a link is open here, for as long as it can be. */
export const keepExpert = (token: string, session: string): Promise<void> => keep("expert", `${token}.${session}`, 2 * 60 * 60);

/** The code that this browser asked for this link, if it did. */
export async function expertCodeHere(token: string): Promise<string | undefined> {
  const [of, codeToken] = (await kept("expert-code"))?.split(".") ?? [];
  return of === token ? codeToken : undefined;
}

export const keepExpertCode = (token: string, codeToken: string): Promise<void> => keep("expert-code", `${token}.${codeToken}`, 600);

/** Nothing of it stays once the code was right. */
export const forgetExpertCode = (): Promise<void> => forget("expert-code");
