import { TRPCError } from "@trpc/server";
import { api } from "@/app/_trpc/server";

type Params = { params: Promise<{ list: string }> };

const statuses: Partial<Record<TRPCError["code"], number>> = { NOT_FOUND: 404, BAD_REQUEST: 404, TOO_MANY_REQUESTS: 429 };

/** A signed status list (Token Status List), for anyone, from any site. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const { list } = await params;
  if (!/^\d{1,5}$/.test(list)) return new Response(null, { status: 404 });
  try {
    const jwt = await (await api()).certificates.statusList({ list: Number(list) });
    return new Response(jwt, { headers: { "content-type": "application/statuslist+jwt", "cache-control": "public, max-age=300", "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" } });
  } catch (error) {
    const status = error instanceof TRPCError ? statuses[error.code] : undefined;
    if (!status) throw error;
    return new Response(null, { status, headers: { "cache-control": "no-store" } });
  }
}
