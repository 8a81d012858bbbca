import { languageOf } from "@/app/_i18n/language";
import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";

type Params = { params: Promise<{ number: string }> };

/** The dates of one's own case for a calendar (iCalendar), in the language of the page it was asked from. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { number } = await params;
  return downloadResponse((await api()).applications.caseCalendar({ number, language: languageOf(request) }), `/me/applications/${number}`);
}
