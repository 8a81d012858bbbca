import { cookies, headers } from "next/headers";
import { isIn } from "@/domain/core/actor";
import { homeOf } from "@/domain/identity/rules";
import { viewCookieOptions, viewCookies } from "@/domain/identity/rules/preferences";
import type { SecondFactorKind } from "@/domain/identity/rules/factors";
import type { SecondFactor, SignIn } from "@/domain/identity/schema";
import { createContext } from "@/server/api/context";
import { throughDoor } from "@/server/core/scope";
import { findView, readActor } from "./session";
import type { SignedIn } from "./enter";
import { awaitedFactors, confirmSecondFactor, demoCode } from "./second-factor";
import { actFor, signIn, signOut } from "./sign-in";
import { cookieName, cookieOptions, isSecure, type CookieKind } from "./tokens";

// Sessions meet Next's cookies here and in here/; Server Actions and pages call these.

export const context = async () => throughDoor(await createContext({ headers: await headers() }), "auth");
export const client = async () => ({ userAgent: (await headers()).get("user-agent") });

/** The opaque id that this browser keeps for something, if it does. */
export const kept = async (kind: CookieKind) => (await cookies()).get(cookieName(kind))?.value;

/** Keeps an opaque id in this browser for some seconds. */
export async function keep(kind: CookieKind, token: string, maxAge: number): Promise<void> {
  (await cookies()).set(cookieName(kind), token, { ...cookieOptions(), maxAge });
}

/** Forgets an opaque id. */
export async function forget(kind: CookieKind): Promise<void> {
  (await cookies()).delete(cookieName(kind));
}

async function keepSession(token: string): Promise<void> {
  const jar = await cookies();
  jar.set(cookieName("session"), token, { ...cookieOptions(), maxAge: 12 * 60 * 60 });
  jar.delete(cookieName("pending"));
}

/** Keeps the session in this browser, shows the portal as its owner likes to see it, and tells where they land. */
export async function welcome(token: string): Promise<string> {
  await keepSession(token);
  const { db, now } = await context();
  const actor = await readActor(db, now, `${cookieName("session")}=${token}`);
  const view = actor.kind === "user" ? await findView(db, actor.id) : undefined;
  const jar = await cookies();
  for (const [name, value] of Object.entries(view ? viewCookies(view) : {})) jar.set(name, value, viewCookieOptions(isSecure()));
  return homeOf(actor);
}

export type Arrival = { next: "done"; home: string } | { next: "secondFactor" | "enrol" };

/** Keeps the session of a sign-in, or that it waits for a second factor, in this browser. */
export async function arrive(result: SignedIn): Promise<Arrival> {
  if (result.next === "done") return { next: "done", home: await welcome(result.token) };
  await keep("pending", result.token, 600);
  return { next: result.next };
}

/** Signs in by password. Errors as `signIn`. */
export async function signInHere(input: SignIn): Promise<Arrival> {
  return arrive(await signIn(await context(), input, await client()));
}

/** Confirms the second factor, sets the session cookie and tells where its owner lands. Errors as `confirmSecondFactor`. */
export async function confirmHere(input: SecondFactor): Promise<string> {
  const { token } = await confirmSecondFactor(await context(), await kept("pending"), input, await client());
  return welcome(token);
}

/** The second factors that would finish the sign-in of this browser, if one waits, and in demo mode the code that would pass. */
export async function pendingHere(): Promise<{ factors: SecondFactorKind[] | undefined; demoCode: string | undefined }> {
  const ctx = await context();
  const token = await kept("pending");
  return { factors: await awaitedFactors(ctx, token), demoCode: await demoCode(ctx, token) };
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
