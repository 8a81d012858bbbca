import { TRPCError } from "@trpc/server";
import { headers } from "next/headers";
import { WatchCase } from "@/domain/applications/schema/case";
import { createContext } from "@/server/api/context";
import { createCaller } from "@/server/api/root";

/** Who else has a case open and what happened to it since; a page asks every so often, which does not keep its session alive. */
export async function GET(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const input = WatchCase.safeParse({ number: query.get("number"), version: Number(query.get("version")) });
  if (!input.success) return answer({}, 400);
  try {
    return answer(await createCaller(await createContext({ headers: await headers(), watching: true })).applications.watch(input.data), 200);
  } catch (error) {
    if (error instanceof TRPCError) return answer({}, error.code === "UNAUTHORIZED" ? 401 : 404);
    throw error;
  }
}

const answer = (body: object, status: number) => Response.json(body, { status, headers: { "cache-control": "no-store" } });
