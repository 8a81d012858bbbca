import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";

type Params = { params: Promise<{ number: string }> };

/** The hearing for the applicant's own calendar (iCalendar). */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const { number } = await params;
  return downloadResponse((await api()).applications.hearingCalendar({ number }), `/api/hearings/${number}/calendar`);
}
