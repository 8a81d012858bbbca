import { languageOf } from "@/app/_i18n/language";
import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";

type Params = { params: Promise<{ id: string }> };

/** The last day of a certificate for its holder's calendar (iCalendar). */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { id } = await params;
  return downloadResponse((await api()).certificates.expiryCalendar({ id, language: languageOf(request) }), `/me/certificates/${id}`);
}
