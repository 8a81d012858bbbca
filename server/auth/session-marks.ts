import { createHmac, timingSafeEqual } from "node:crypto";
import { derivedSecret } from "@/db/personal-data";
import { longestSessionMinutes } from "@/domain/identity/rules";
import { cookieName, newToken, readCookie } from "./tokens";

/**
 * The id of a new session: 256 random bits, the second of its making, and a mark over both that only this portal can make. What
 * the session is worth is asked of the database every time; the mark tells a process that has no time for that whether there ever was one.
 */
export function newSessionId(): string {
  const text = `${newToken()}.${Math.floor(Date.now() / 1000).toString(36)}`;
  return `${text}.${markOf(text, derivedSecret("session-mark"))}`;
}

/** Tells of a Cookie header whether its session may be living, by the mark and its age alone: a made-up one never is, an ended one may seem so. */
export function sessionMarks(): (cookies: string | undefined) => boolean {
  const [secret, name] = [derivedSecret("session-mark"), cookieName("session")];
  return (cookies) => {
    const [, text = "", second = "", mark = ""] = /^([\w-]{43}\.([0-9a-z]{1,8}))\.([\w-]{22})$/.exec(readCookie(cookies, name) ?? "") ?? [];
    const age = Date.now() / 1000 - Number.parseInt(second, 36);
    return text !== "" && timingSafeEqual(Buffer.from(mark), Buffer.from(markOf(text, secret))) && age < longestSessionMinutes * 60;
  };
}

const markOf = (text: string, secret: string) => createHmac("sha256", secret).update(text).digest("base64url").slice(0, 22);
