import { env } from "@/env";

/** Where the keys of an SD-JWT issued here are found (JWT VC Issuer Metadata). */
export function GET(): Response {
  const issuer = env().publicUrl;
  return Response.json({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` }, { headers: { "cache-control": "public, max-age=300", "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" } });
}
