import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";

type Params = { params: Promise<{ number: string }> };

/** The minutes of a hearing, for the applicant and the staff who may see the case. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const { number } = await params;
  return downloadResponse((await api()).applications.hearingMinutes({ number }), `/api/hearings/${number}/minutes`);
}
