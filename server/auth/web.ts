import { cookies, headers } from "next/headers";
import { isIn } from "@/domain/core/actor";
import { homeOf } from "@/domain/identity/rules";
import { viewCookieOptions, viewCookies } from "@/domain/identity/rules/preferences";
import type { SecondFactor, SignIn } from "@/domain/identity/schema";
import { createContext } from "@/server/api/context";
import { findView, readActor } from "./session";
import { actFor, awaitsSecondFactor, confirmSecondFactor, demoCode, signIn, signOut } from "./sign-in";
import { cookieName, cookieOptions, isSecure } from "./tokens";

// The only place where sessions meet Next's cookies; Server Actions and pages call these.

const context = async () => createContext({ headers: await headers() });
const client = async () => ({ userAgent: (await headers()).get("user-agent") });
const pendingToken = async () => (await cookies()).get(cookieName("pending"))?.value;

async function keepSession(token: string): Promise<void> {
  const jar = await cookies();
  jar.set(cookieName("session"), token, { ...cookieOptions(), maxAge: 12 * 60 * 60 });
  jar.delete(cookieName("pending"));
}

/** Keeps the session in this browser, shows the portal as its owner likes to see it, and tells where they land. */
async function welcome(token: string): Promise<string> {
  await keepSession(token);
  const { db, now } = await context();
  const actor = await readActor(db, now, `${cookieName("session")}=${token}`);
  const view = actor.kind === "user" ? await findView(db, actor.id) : undefined;
  const jar = await cookies();
  for (const [name, value] of Object.entries(view ? viewCookies(view) : {})) jar.set(name, value, viewCookieOptions(isSecure()));
  return homeOf(actor);
}

/** Signs in by password and sets the cookie, or remembers that a second factor is due. Errors as `signIn`. */
export async function signInHere(input: SignIn): Promise<{ next: "done"; home: string } | { next: "secondFactor" }> {
  const result = await signIn(await context(), input, await client());
  if (result.next === "done") return { next: "done", home: await welcome(result.token) };
  (await cookies()).set(cookieName("pending"), result.token, { ...cookieOptions(), maxAge: 600 });
  return { next: "secondFactor" };
}

/** Confirms the second factor, sets the session cookie and tells where its owner lands. Errors as `confirmSecondFactor`. */
export async function confirmHere(input: SecondFactor): Promise<string> {
  const { token } = await confirmSecondFactor(await context(), await pendingToken(), input, await client());
  return welcome(token);
}

/** Whether this browser waits for a second factor, and in demo mode the code that would pass. */
export async function pendingHere(): Promise<{ waits: boolean; demoCode: string | undefined }> {
  const ctx = await context();
  const token = await pendingToken();
  return { waits: await awaitsSecondFactor(ctx, token), demoCode: await demoCode(ctx, token) };
}

/** Ends the session of this browser. */
export async function signOutHere(): Promise<void> {
  const ctx = await context();
  if (ctx.actor.kind === "user") await signOut(ctx, ctx.actor);
  (await cookies()).delete(cookieName("session"));
}

/** Acts under a delegation (or for oneself, with null) from the next request on. Errors: `delegations.notInForce`. */
export async function actForHere(delegationId: string | null): Promise<void> {
  const ctx = await context();
  if (ctx.actor.kind === "user" && isIn(ctx.actor, ["citizen"])) await keepSession(await actFor(ctx, ctx.actor, delegationId, await client()));
}
