import { api } from "@/app/_trpc/server";

/** The public keys of every certificate and notice ever signed here (RFC 7517). */
export async function GET(): Promise<Response> {
  const keys = await (await api()).certificates.publicKeys();
  return Response.json(keys, { headers: { "content-type": "application/jwk-set+json", "cache-control": "public, max-age=300", "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" } });
}
