import { and, eq, isNull } from "drizzle-orm";
import type { ClientMetadata } from "oidc-provider";
import type { Reader } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import type { Place } from "@/db/sealed-places";
import { oidcClients } from "@/db/schema";
import { newToken } from "../tokens";
import { grantTypesOf } from "./open-interface";

type Client = typeof oidcClients.$inferSelect;

const place = (row: string): Place => ({ table: "oidc_clients", column: "secret", row });

/** A secret of 256 bits for a client, and as it is kept: sealed, for the provider must compare it with what a client sends. */
export function newClientSecret(clientId: string): { secret: string; sealed: string } {
  const secret = newToken();
  return { secret, sealed: seal(secret, place(clientId)) };
}

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** A client in use, in the words of OpenID Connect Dynamic Client Registration 1.0; a disabled one does not exist. */
export async function findClientMetadata(db: Reader, clientId: string): Promise<ClientMetadata | undefined> {
  if (!uuid.test(clientId)) return undefined;
  const [client] = await db.select().from(oidcClients).where(and(eq(oidcClients.id, clientId), isNull(oidcClients.disabledAt))).limit(1);
  return client && metadataOf(client);
}

function metadataOf({ id, ...client }: Client): ClientMetadata {
  return {
    client_id: id,
    client_name: client.name,
    ...(client.secret ? { client_secret: open(client.secret, place(id)) } : {}),
    ...(client.jwks ? { jwks: client.jwks } : {}),
    token_endpoint_auth_method: client.authMethod,
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    ...(client.backchannelLogoutUri ? { backchannel_logout_uri: client.backchannelLogoutUri, backchannel_logout_session_required: true } : {}),
    scope: client.scopes.join(" "),
    ...(client.minAssuranceLevel === "L0" ? {} : { default_acr_values: [client.minAssuranceLevel] }),
    id_token_signed_response_alg: client.idTokenAlgorithm,
    subject_type: "pairwise",
    grant_types: grantTypesOf(client),
    response_types: ["code"],
    response_modes: ["query"],
  };
}
