import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { PresentationReference } from "@/domain/certificates/schema/presenting";
import { createContext } from "@/server/api/context";
import { createCaller } from "@/server/api/root";

/** How a code stands and whether anybody looked; its page asks every so often, which does not keep its session alive. */
export async function GET(request: Request): Promise<Response> {
  const input = PresentationReference.safeParse({ id: new URL(request.url).searchParams.get("id") });
  if (!input.success) return answer({}, 400);
  try {
    return answer(await createCaller(await createContext({ headers: await headers(), watching: true })).certificates.watchPresentation(input.data), 200);
  } catch (error) {
    if (error instanceof TRPCError) return answer({}, error.code === "UNAUTHORIZED" ? 401 : 404);
    throw error;
  }
}

const answer = (body: object, status: number) => Response.json(body, { status, headers: { "cache-control": "no-store" } });
