import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";

type Params = { params: Promise<{ id: string }> };

/** A regular report, for whoever subscribed to it. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const { id } = await params;
  return downloadResponse((await api()).supervision.report({ id }), "/desk/supervision/reports");
}
