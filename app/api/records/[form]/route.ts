import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";
import { ExportForm } from "@/domain/records/schema";

type Params = { params: Promise<{ form: string }> };

/** The copy of everything held about whoever is signed in, `json` or `pdf`; a fresh proof is asked first. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const input = ExportForm.safeParse(await params);
  if (!input.success) return new Response(null, { status: 404 });
  return downloadResponse((await api()).records.export(input.data), "/me/data#copy");
}
