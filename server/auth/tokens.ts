import { createHash, randomBytes } from "node:crypto";
import { env } from "@/env";

/** An opaque 256-bit id for a cookie; the database keeps its digest only. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

// Without the letters that are misread; 16 of 32, so 80 bits.
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A code for whoever wrote without an account, in groups that are copied by hand; the database keeps its digest only. */
export const newReceipt = (): string => ([...randomBytes(16)].map((byte) => letters[byte % 32]).join("").match(/.{4}/g) ?? []).join("-");

/** The digest of such a code however it is typed: in small letters, wide, without its dashes. */
export const receiptDigest = (typed: string): string => digestOf(typed.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, ""));

/** `__Host-` and Secure wherever the site is https; a plain name on a local http demo. */
export function isSecure(): boolean {
  return env().publicUrl.startsWith("https:");
}

/** `device` counts attempts of one browser; the others name one row each. */
export type CookieKind = "session" | "external" | "pending" | "code" | "device" | "passkey" | "qr" | "expert" | "expert-code";

export function cookieName(name: CookieKind): string {
  return isSecure() ? `__Host-${name}` : `tongban-${name}`;
}

export function cookieOptions() {
  return { httpOnly: true, secure: isSecure(), sameSite: "lax", path: "/" } as const;
}

/** The value of one cookie in a Cookie header. */
export function readCookie(header: string | null | undefined, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return undefined;
}
