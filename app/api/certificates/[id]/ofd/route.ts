import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";

type Params = { params: Promise<{ id: string }> };

/** The certificate as OFD, for its holder only, where a service makes it. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const { id } = await params;
  return downloadResponse((await api()).certificates.download({ id, form: "ofd" }), `/me/certificates/${id}`);
}
