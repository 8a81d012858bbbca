import type { IncomingMessage, ServerResponse } from "node:http";
import { errors, type Provider } from "oidc-provider";
import { isDomainError } from "@/domain/core/errors";
import { askedBy } from "@/domain/identity/rules/authorization";
import { createContext, database } from "@/server/api/context";
import type { Ctx } from "@/server/core/context";
import type { Mount } from "@/server/core/process/gate";
import { limit } from "@/server/core/rate-limit";
import { throughDoor } from "@/server/core/scope";
import { giveConsent } from "@/server/identity/commands/consents";
import { readSignIn } from "../session";
import { signOut } from "../sign-in";
import { cookieName, cookieOptions, readCookie } from "../tokens";
import { providerFor, resumeCookie } from "./provider";
import { readForm, redirect, refuse, sendOn } from "./replies";
import { isOwnSignIn, issuer, readWish } from "./sign-out";

type Handler = Mount["handler"];

/** One exchange: who asks, and the provider as its keys are now. */
type Exchange = { request: IncomingMessage & { originalUrl?: string }; response: ServerResponse; ctx: Ctx; provider: Provider; path: string; pages: Handler };

const base = "/oidc";
const minutes10 = 600;
// A department's system asks for many people from one address; a browser asks for one.
const perSystem = { act: "oidc.system", max: 6000, windowSeconds: minutes10 };
const perBrowser = { act: "oidc.browser", max: 300, windowSeconds: minutes10 };
const ofBrowsers = /^\/oidc\/(auth|session)(\/|$)/;

/**
 * The portal as OpenID provider, at `/oidc` and at `/.well-known/openid-configuration`. Two things are the portal's own:
 * a person's answer to the page that asks for consent, and the end of a sign-in.
 */
export function oidcMounts(pages: Handler): Mount[] {
  const handler = handlerOver(pages);
  return [
    // A client may send its form to end a sign-in from its own site; that address alone writes nothing.
    { prefix: `${base}/session/end`, methods: ["POST"], crossSite: true, handler },
    { prefix: base, methods: ["POST"], handler },
    { prefix: "/.well-known/openid-configuration", methods: [], handler },
  ];
}

function handlerOver(pages: Handler): Handler {
  const open = providerFor({
    issuer: issuer(), db: throughDoor({ db: database() }, "oidc").db,
    renderError: (ctx, { error }) => {
      ctx.respond = false;
      refuse(pages, ctx.req, ctx.res, { status: ctx.status, error });
    },
  });
  return async (request, response) => {
    const path = request.url?.split("?", 1)[0] ?? "";
    const get = (name: string) => request.headers[name]?.toString() ?? null;
    try {
      const ctx = throughDoor(await createContext({ headers: { get } }), "oidc");
      await limit(ctx.db, ctx.now, { ...(ofBrowsers.test(path) ? perBrowser : perSystem), subject: ctx.address });
      await route({ request, response, ctx, provider: await open(), path, pages });
    } catch (error) {
      answerRefusal(pages, request, response, error);
    }
  };
}

function route(exchange: Exchange): unknown {
  const { request, path } = exchange;
  const [, uid] = /^\/oidc\/auth\/([\w-]{1,60})\/decision$/.exec(path) ?? [];
  if (uid && request.method === "POST") return decide(exchange, uid);
  if (path === `${base}/session/end`) return request.method === "POST" ? askAgainByAddress(exchange) : endSession(exchange);
  if (path === `${base}/session/confirm` && request.method === "POST") return confirmEnd(exchange);
  return handOver(exchange);
}

/** To the library, which knows itself to be mounted by `originalUrl` and its own address by what our proxy would say. */
async function handOver({ request, response, provider }: Exchange): Promise<void> {
  const { host, protocol } = new URL(provider.issuer);
  Object.assign(request.headers, { "x-forwarded-host": host, "x-forwarded-proto": protocol.slice(0, -1) });
  const url = request.url ?? "/";
  request.originalUrl = url.startsWith(base) ? url : `${base}${url}`;
  request.url = request.originalUrl.slice(base.length) || "/";
  await provider.callback()(request, response);
}

/**
 * A person's answer to what a client asks (同意 or 拒绝). It counts in the browser where the request began only, and what
 * it leads to is decided anew from who is signed in there: an answer lured out of somebody else opens nothing.
 */
async function decide({ request, response, ctx, provider, pages }: Exchange, uid: string): Promise<unknown> {
  const form = await readForm(request);
  const interaction = readCookie(request.headers.cookie, resumeCookie) === uid ? await provider.Interaction.find(uid) : undefined;
  if (!interaction) return refuse(pages, request, response, { status: 400, error: "session_not_found" });
  if (form.get("answer") === "agree") {
    const { actor } = ctx;
    const { scopes } = askedBy(interaction.params, new Date(interaction.iat * 1000));
    const clientId = String(interaction.params["client_id"]);
    // Another person may have signed in since the page was shown.
    if (actor.kind !== "user" || actor.id !== form.get("account")) return redirect(response, `/authorize/${uid}`);
    await giveConsent({ ...ctx, actor }, { clientId, scopes });
    interaction.result = { consent: {} };
  } else {
    interaction.result = { error: "access_denied", error_description: "End-User refused" };
  }
  await interaction.persist();
  return sendOn(response, interaction.returnTo);
}

/** A form of another site brings no cookie; the address it is sent to then does. */
async function askAgainByAddress({ request, response }: Exchange): Promise<void> {
  redirect(response, `${base}/session/end?${await readForm(request)}`);
}

async function endSession(exchange: Exchange): Promise<void> {
  const { request, response, ctx, provider } = exchange;
  const params = new URL(request.url ?? "", provider.issuer).searchParams;
  const wish = await readWish(provider, params);
  const signIn = await readSignIn(ctx.db, ctx.now, request.headers.cookie);
  if (!signIn) return redirect(response, wish.back ?? "/");
  if (isOwnSignIn(wish, signIn.ssoId)) {
    await leave(exchange);
    return redirect(response, wish.back ?? "/");
  }
  for (const name of ["id_token_hint", "logout_hint"]) params.delete(name);
  if (wish.client) params.set("client_id", wish.client.clientId);
  redirect(response, `/authorize/sign-out?${params}`);
}

async function confirmEnd(exchange: Exchange): Promise<void> {
  const wish = await readWish(exchange.provider, await readForm(exchange.request));
  await leave(exchange);
  sendOn(exchange.response, wish.back ?? "/");
}

/** Signs out of the portal; its other clients are told by the outbox. */
async function leave({ response, ctx }: Exchange): Promise<void> {
  if (ctx.actor.kind !== "user") return;
  await signOut(ctx, ctx.actor);
  const { secure, path } = cookieOptions();
  response.appendHeader("set-cookie", `${cookieName("session")}=; Path=${path}; Max-Age=0; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`);
}

function answerRefusal(pages: Handler, request: IncomingMessage, response: ServerResponse, error: unknown): unknown {
  if (error instanceof errors.OIDCProviderError) return refuse(pages, request, response, { status: error.statusCode, error: error.error });
  if (!isDomainError(error)) throw error;
  if (error.kind === "too_many") response.setHeader("retry-after", String(error.params["seconds"] ?? 60));
  return refuse(pages, request, response, error.kind === "too_many" ? { status: 429, error: "too_many_requests" } : { status: 400, error: "invalid_request" });
}
