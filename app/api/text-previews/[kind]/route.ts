import { notFound } from "next/navigation";
import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";
import { PreviewText } from "@/domain/notices/schema/texts";

type Params = { params: Promise<{ kind: string }> };

/** A notice in its wording in force, or in one that waits (`?proposal=`), with sample data. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { kind } = await params;
  const proposalId = new URL(request.url).searchParams.get("proposal");
  const input = PreviewText.safeParse({ kind, ...(proposalId ? { proposalId } : {}) });
  if (!input.success) notFound();
  return downloadResponse((await api()).notices.previewText(input.data), `/admin/templates/${kind}`);
}
