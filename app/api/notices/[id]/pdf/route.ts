import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";

type Params = { params: Promise<{ id: string }> };

/** The signed notice, for the applicant and the staff who may see the case. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const { id } = await params;
  return downloadResponse((await api()).notices.download({ id }), `/api/notices/${id}/pdf`);
}
