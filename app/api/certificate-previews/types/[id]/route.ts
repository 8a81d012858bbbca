import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";
import { Sample } from "@/domain/certificates/schema/catalogue";

type Params = { params: Promise<{ id: string }> };

/** A certificate type's page with sample data, for whoever keeps the catalogue: marked 样本, not signed. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { id } = await params;
  const sample = Sample.catch("usual").parse(new URL(request.url).searchParams.get("sample"));
  return downloadResponse((await api()).certificates.previewType({ id, sample }), `/admin/certificate-types/${id}`);
}
