import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { isFresh } from "@/domain/identity/rules";
import type { Ctx } from "@/server/core/context";
import { context } from "../web";

/** Whoever is signed in here. Errors: `access.signIn` (unauthenticated). */
export async function signedHere(): Promise<Ctx & { actor: User }> {
  const ctx = await context();
  if (ctx.actor.kind !== "user") throw new DomainError("unauthenticated", "access.signIn");
  return { ...ctx, actor: ctx.actor };
}

/** The same, for sensitive acts: only soon after a proof. Errors: also `identity.proofNeeded` (forbidden). */
export async function provenHere(): Promise<Ctx & { actor: User }> {
  const ctx = await signedHere();
  if (!isFresh(ctx.actor.authenticatedAt, ctx.now)) throw new DomainError("forbidden", "identity.proofNeeded");
  return ctx;
}
