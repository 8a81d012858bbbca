import { TRPCError } from "@trpc/server";
import { getLocale } from "next-intl/server";
import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import { localePath } from "@/app/_i18n/routing";
import { isDomainError, type ErrorParams } from "@/domain/core/errors";
import { actingField } from "@/domain/identity/rules/kept-forms";
import { createContext } from "@/server/api/context";
import { createCaller } from "@/server/api/root";

const requestContext = cache(async () => createContext({ headers: await headers() }));

/** The procedures, called in process as the person who asked for this page. Mutations from a form bring its `idempotencyKey`. */
export async function api(idempotencyKey?: string) {
  return createCaller({ ...(await requestContext()), ...(idempotencyKey ? { idempotencyKey } : {}) });
}

/**
 * The procedures, called for a posted form: under its key where it has one, and only while its sender is, and acts for,
 * whom its page was opened for (the field of `ActingField`). Errors of each: `delegations.principalChanged` (conflict).
 */
export async function apiFor(form: FormData) {
  const text = (name: string) => form.get(name)?.toString();
  const [idempotencyKey, openedFor] = [text("idempotencyKey") || text("_key"), text(actingField)];
  return createCaller({ ...(await requestContext()), ...(idempotencyKey ? { idempotencyKey } : {}), ...(openedFor === undefined ? {} : { openedFor }) });
}

/** The answer of a procedure, or the page its refusal deserves: sign-in (or the second factor that is due) and back to `path` in the language of this page, a fresh proof or a higher level and back, 403, or 404. */
export async function answer<T>(call: Promise<T>, path: string): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    const way = await wayBack(error, path);
    if (way) redirect(way);
    if (error.code === "FORBIDDEN") forbidden();
    // An address with a malformed code is a page that does not exist.
    if (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST") notFound();
    throw error;
  }
}

/** The answer, or nothing where an address under a secret leads to none: mistyped, ended, or taken back. */
export async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST")) return undefined;
    throw error;
  }
}

/** Where a person removes what stands between them and the page, and comes back from. */
async function wayBack(error: TRPCError, path: string): Promise<string | undefined> {
  if (error.code === "UNAUTHORIZED") return stationPath("/sign-in", path);
  if (error.message === "identity.secondFactorNeeded") return stationPath("/sign-in/enrol", path);
  if (asksProof(error)) return proofPath(path);
  if (error.message === "applications.ownCase") return localePath(await getLocale(), "/desk/own-case");
  return isDomainError(error.cause) && error.cause.code === "access.levelTooLow" ? stepUpPath(path, error.cause.params["level"]) : undefined;
}

/** A page that leads on to `path`, both in the language of this page. */
async function stationPath(station: string, path: string): Promise<string> {
  const locale = await getLocale();
  return localePath(locale, `${station}?next=${encodeURIComponent(localePath(locale, path.replace(/^\/en(?=\/|$)/, "") || "/"))}`);
}

const asksProof = ({ cause }: TRPCError) => isDomainError(cause) && cause.code === "identity.proofNeeded";

/** Where someone proves anew that it is them, in the language of this page, and comes back to `path`. */
export const proofPath = (path: string): Promise<string> => stationPath("/sign-in/confirm", path);

/** Where someone raises their level, in the language of this page, and comes back to `path`. */
async function stepUpPath(path: string, level: string | number | undefined): Promise<string> {
  const locale = await getLocale();
  const next = localePath(locale, path.replace(/^\/en(?=\/|$)/, "") || "/");
  return localePath(locale, `/me/security/level?${new URLSearchParams({ ...(level ? { to: String(level) } : {}), next })}`);
}

export type Refusal = { code: string; params: ErrorParams };

/** Why a procedure refused, for showing it in the page; anything unforeseen is thrown on. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof TRPCError && isDomainError(error.cause)) return { code: error.cause.code, params: error.cause.params };
    throw error;
  }
}
