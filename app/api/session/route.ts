import { standingHere } from "@/server/auth/here/standing";

/** How the session of this browser stands; asking does not keep it alive. 401 when there is none. */
export async function GET(): Promise<Response> {
  const standing = await standingHere();
  return Response.json(standing ?? {}, { status: standing ? 200 : 401, headers: { "cache-control": "no-store" } });
}
