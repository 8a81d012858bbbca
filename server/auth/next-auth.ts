import { createHash, randomBytes } from "node:crypto";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { derivedSecret } from "@/db/personal-data";
import { env } from "@/env";
import { cookieName, cookieOptions } from "./tokens";

/** Someone whose every due factor has been proven, and how the session for them is opened. */
export type Proven = { accountId: string; open(): Promise<string> };

/**
 * NextAuth runs the credentials flow: its CSRF check, its callbacks, its session cookie. Its JWT is replaced by an opaque
 * id whose row lives in PostgreSQL, so that a session can be revoked.
 */
function optionsFor(proven: Proven): AuthOptions {
  return {
    secret: derivedSecret("next-auth"),
    useSecureCookies: cookieOptions().secure,
    session: { strategy: "jwt", maxAge: 12 * 60 * 60 },
    cookies: { sessionToken: { name: cookieName("session"), options: cookieOptions() } },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [CredentialsProvider({ name: "password", credentials: {}, authorize: () => ({ id: proven.accountId }) })],
    jwt: { encode: () => proven.open(), decode: () => null },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}

/** Runs NextAuth's credentials callback in process and returns the opaque session id that it put into the cookie. */
export async function signInThroughNextAuth(proven: Proven): Promise<string> {
  const options = optionsFor(proven);
  const csrfToken = randomBytes(32).toString("hex");
  const csrfHash = createHash("sha256").update(`${csrfToken}${String(options.secret)}`).digest("hex");
  const csrfCookie = options.useSecureCookies ? "__Host-next-auth.csrf-token" : "next-auth.csrf-token";
  const { host, protocol } = new URL(env().publicUrl);
  const request = {
    method: "POST",
    query: { nextauth: ["callback", "credentials"] },
    body: { csrfToken },
    cookies: { [csrfCookie]: `${csrfToken}|${csrfHash}` },
    headers: { host, "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1) },
  };
  const cookies = await runHandler(request, options);
  const prefix = `${cookieName("session")}=`;
  const mine = cookies.find((cookie) => cookie.startsWith(prefix));
  if (!mine) throw new Error("NextAuth refused a proven sign-in");
  return decodeURIComponent(mine.slice(prefix.length).split(";")[0] ?? "");
}

type InProcessRequest = Pick<NextApiRequest, "query" | "cookies" | "headers"> & { method: string; body: object };

// NextAuth's handler reads these members of a request and writes these of a response, and no others.
async function runHandler(request: InProcessRequest, options: AuthOptions): Promise<string[]> {
  const headers = new Map<string, string[]>();
  const response = {
    status: () => response,
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader: (name: string, value: string | string[]) => {
      headers.set(name.toLowerCase(), [value].flat());
      return response;
    },
    end: () => undefined,
    json: () => undefined,
    send: () => undefined,
  };
  await NextAuth(request as NextApiRequest, response as unknown as NextApiResponse, options);
  return headers.get("set-cookie") ?? [];
}
