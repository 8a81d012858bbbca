import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";

type Params = { params: Promise<{ id: string }> };

/** The SD-JWT for its holder only: whole, or with `?chosen=1` just the parts named by `show`. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { id } = await params;
  const { searchParams } = new URL(request.url);
  const show = searchParams.has("chosen") ? searchParams.getAll("show") : undefined;
  return downloadResponse((await api()).certificates.download({ id, form: "sd-jwt", show }), `/me/certificates/${id}`);
}
