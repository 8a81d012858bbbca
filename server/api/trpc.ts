import { createHash } from "node:crypto";
import { initTRPC } from "@trpc/server";
import { traced } from "@/db/tracing";
import { isIn, type Audience, type User } from "@/domain/core/actor";
import { parseApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { isFresh } from "@/domain/identity/rules";
import { requireLevel, type LevelledAction } from "@/domain/identity/rules/levels";
import { requireHolder } from "@/server/auth/standing";
import { refusalIn } from "@/server/core/away";
import type { Ctx } from "@/server/core/context";
import { logCase } from "@/server/core/logger";
import { inOwnScope, publicReading, throughDoor, type Door } from "@/server/core/scope";
import { isReadable, logUnforeseen, publicError, toTRPCError } from "./errors";

export type Meta = { audience: readonly Audience[]; fresh?: true };

/**
 * What the transport knows: the context, the raw Idempotency-Key when the caller sent one, and for whom the page was
 * opened whose form this is (the `holder` of its session's standing).
 */
export type RequestCtx = Ctx & { idempotencyKey?: string; openedFor?: string };

const t = initTRPC.context<RequestCtx>().meta<Meta>().create({
  errorFormatter: ({ shape, error }) => ({
    message: publicError(error).code,
    code: shape.code,
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, domain: publicError(error) },
  }),
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const domainErrors = t.middleware(async ({ next, path, ctx }) => {
  const result = await next();
  if (result.ok) return result;
  const refusal = refusalIn(result.error.cause);
  if (refusal) throw toTRPCError(refusal);
  logUnforeseen(result.error, path, ctx.requestId);
  return result;
});

/** The call as a part of its trace, by the procedure's name; a refusal by its code. */
const told = t.middleware(({ next, path, type }) => traced({ name: path, attributes: { "rpc.system": "trpc", "rpc.method": path, "tongban.type": type } }, async (note) => {
  const result = await next();
  if (!result.ok) note({ "error.type": publicError(result.error).code });
  return result;
}));

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const idempotent = t.middleware(async ({ ctx, next, type, path, getRawInput }) => {
  if (type !== "mutation" || !ctx.idempotencyKey) return next();
  if (!uuid.test(ctx.idempotencyKey)) throw new DomainError("invalid", "requests.malformedKey");
  const bodyHash = createHash("sha256").update(`${path}\n${JSON.stringify(await getRawInput()) ?? ""}`).digest("hex");
  return next({ ctx: { idempotency: { key: ctx.idempotencyKey.toLowerCase(), bodyHash } } });
});

const sameHolder = t.middleware(({ ctx: { actor, openedFor }, next }) => {
  requireHolder(actor, openedFor);
  return next();
});

const readable = t.middleware(async ({ next, getRawInput }) => {
  if (!isReadable(await getRawInput())) throw new DomainError("invalid", "requests.unreadableText");
  return next();
});

/** The lines that this call logs name the case it asks for. */
const named = t.middleware(async ({ next, getRawInput }) => {
  const input = await getRawInput();
  const number = typeof input === "object" && input !== null && "number" in input && typeof input.number === "string" && parseApplicationNumber(input.number);
  if (number) logCase(number);
  return next();
});

// Whoever made the context: a procedure sees the rows of who asks, and others only at a door.
const ownRows = t.middleware(({ ctx, next }) => next({ ctx: { db: inOwnScope(ctx).db } }));

/** A door past the rows of who asks: `procedureFor("citizen").use(atDoor("invitation"))`. */
export const atDoor = (door: Door) => t.middleware(({ ctx, next }) => next({ ctx: { db: throughDoor(ctx, door).db } }));

const base = t.procedure.use(told).use(ownRows).use(domainErrors).use(readable).use(named).use(sameHolder).use(idempotent);

/** Open to all, signed in or not. */
export const publicProcedure = base.meta({ audience: ["anyone"] });

const nearest = t.middleware(({ ctx, next }) => next({ ctx: { db: publicReading(ctx.db) } }));

/**
 * Public figures, guides and the directory: to whoever is not signed in they may be told by a replica, which is never older
 * than the last publication that this process heard of. Named one by one; what a person has just written is never among them.
 */
export const publicReadingProcedure = publicProcedure.use(nearest);

/** The same at a door: whoever comes sees the rows that what they bring leads to. */
export const doorProcedure = (door: Door) => publicProcedure.use(atDoor(door));

/**
 * A procedure for these audiences only: others are sent to sign in, or refused. The row is checked again by the policy.
 * Errors: `access.signIn`, `access.forbidden`, `identity.secondFactorNeeded` (answered by `/sign-in/enrol?next=…`).
 */
export function procedureFor(first: Exclude<Audience, "anyone">, ...others: Exclude<Audience, "anyone">[]) {
  const audience = [first, ...others];
  return base.meta({ audience }).use(({ ctx, next }) => {
    if (ctx.actor.kind !== "user") throw new DomainError("unauthenticated", "access.signIn");
    if (!isIn(ctx.actor, audience)) throw new DomainError("forbidden", ctx.actor.secondFactorDue ? "identity.secondFactorNeeded" : "access.forbidden");
    const actor: User = ctx.actor;
    return next({ ctx: { actor } });
  });
}

/**
 * As `procedureFor`, for sensitive acts: whoever proved themselves more than ten minutes ago is asked again.
 * Errors: `identity.proofNeeded` (forbidden), answered by `/sign-in/confirm?next=…`.
 */
export function freshProcedureFor(first: Exclude<Audience, "anyone">, ...others: Exclude<Audience, "anyone">[]) {
  return procedureFor(first, ...others).meta({ audience: [first, ...others], fresh: true }).use(({ ctx, next }) => {
    if (!isFresh(ctx.actor.authenticatedAt, ctx.now)) throw new DomainError("forbidden", "identity.proofNeeded");
    return next();
  });
}

/** Asks beside the audience for the minimum level of an action: `procedureFor("citizen").use(atLevel("grantDelegation"))`. Errors: `access.levelTooLow`. */
export const atLevel = (action: LevelledAction) => t.middleware(({ ctx, next }) => {
  if (ctx.actor.kind === "user") requireLevel(ctx.actor, action);
  return next();
});
