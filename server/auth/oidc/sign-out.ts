import { and, eq, isNull } from "drizzle-orm";
import { errors, type Provider } from "oidc-provider";
import { z } from "zod";
import { oidcSessionClients } from "@/db/schema";
import { env } from "@/env";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { providerFor } from "./provider";
import { sidOf } from "./sign-on";

type Client = NonNullable<Awaited<ReturnType<Provider["Client"]["find"]>>>;

/** What a client that ends a sign-in (OpenID Connect RP-Initiated Logout 1.0) asks, checked. */
export type SignOutWish = { client: Client | undefined; /** The sign-in its token came of. */ sid: string | undefined; back: string | undefined };

/** Errors of the provider: `invalid_request`, `invalid_client`. */
export async function readWish(provider: Provider, params: URLSearchParams): Promise<SignOutWish> {
  const hint = params.get("id_token_hint");
  const audience = hint ? audienceOf(hint) : undefined;
  const client = await clientOf(provider, params.get("client_id") ?? audience);
  if (audience && client?.clientId !== audience) throw new errors.InvalidRequest("client_id does not match id_token_hint");
  return { client, sid: hint && client ? await sidIn(provider, hint, client) : undefined, back: backOf(client, params) };
}

async function clientOf(provider: Provider, clientId: string | undefined): Promise<Client | undefined> {
  if (clientId === undefined) return undefined;
  const client = await provider.Client.find(clientId);
  if (!client) throw new errors.InvalidClient("unknown client");
  return client;
}

/** The library throws a plain error for a token that is not ours. */
async function sidIn(provider: Provider, hint: string, client: Client): Promise<string | undefined> {
  const { payload } = await provider.IdToken.validate(hint, client).catch(() => Promise.reject(new errors.InvalidRequest("could not validate id_token_hint")));
  return typeof payload["sid"] === "string" ? payload["sid"] : undefined;
}

function backOf(client: Client | undefined, params: URLSearchParams): string | undefined {
  const address = params.get("post_logout_redirect_uri");
  if (!address) return undefined;
  if (!client?.postLogoutRedirectUriAllowed(address)) throw new errors.InvalidRequest("post_logout_redirect_uri not registered");
  const back = new URL(address);
  const state = params.get("state");
  if (state) back.searchParams.set("state", state);
  return back.href;
}

/** Read before it is verified, only to find the client by whose keys and name it must verify. */
function audienceOf(token: string): string {
  try {
    return z.object({ aud: z.string() }).parse(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"))).aud;
  } catch (cause) {
    throw new errors.InvalidRequest("could not decode id_token_hint", undefined, cause instanceof Error ? cause.message : undefined);
  }
}

/** Whether the token belongs to this very sign-in: then the client need not make the person confirm. */
export function isOwnSignIn({ client, sid }: SignOutWish, ssoId: string): boolean {
  return client !== undefined && sid !== undefined && sid === sidOf(ssoId, client.clientId);
}

const ClientSignOut = z.object({ ssoId: z.uuid(), clientId: z.uuid() });

// Safe: the method is the library's own; its types leave it out.
function asNotified(client: Client): Client & { backchannelLogout(accountId: string, sid: string): Promise<void> } {
  return client as ReturnType<typeof asNotified>;
}

/**
 * Tells one client that a sign-in has ended (OpenID Connect Back-Channel Logout 1.0). Throws when the client did not take
 * it, so that the job tries again; told once, it is not told again.
 */
export async function tellClient(ctx: Ctx, message: unknown): Promise<void> {
  const { ssoId, clientId } = ClientSignOut.parse(message);
  const its = and(eq(oidcSessionClients.ssoId, ssoId), eq(oidcSessionClients.clientId, clientId), isNull(oidcSessionClients.toldAt));
  const [row] = await ctx.db.select().from(oidcSessionClients).where(its).limit(1);
  const provider = await providerFor({ issuer: issuer(), db: ctx.db })();
  const client = await provider.Client.find(clientId);
  if (!row || !client?.backchannelLogoutUri) return;
  await asNotified(client).backchannelLogout(row.accountId, sidOf(ssoId, clientId));
  await commit(ctx, async (tx) => {
    await tx.update(oidcSessionClients).set({ toldAt: ctx.now }).where(its);
    return { value: undefined, audit: { action: "identity.clientSignOutTold", subject: { type: "oidcClient", id: clientId } } };
  });
}

/** The issuer under which the portal signs people in to other systems. */
export const issuer = () => `${env().publicUrl.replace(/\/$/, "")}/oidc`;
