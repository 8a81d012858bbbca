import { downloadResponse } from "@/app/_trpc/download";
import { api } from "@/app/_trpc/server";
import { ProofOfCase } from "@/domain/audit/schema";

type Params = { params: Promise<{ number: string }> };

/** The proof of one's own case as a file, to be checked anywhere (docs/audit.md). */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const input = ProofOfCase.safeParse(await params);
  if (!input.success) return new Response(null, { status: 404 });
  const { number } = input.data;
  return downloadResponse(file((await api()).audit.proof({ number }), number), `/me/applications/${number}/proof`);
}

const file = async (proof: Promise<unknown>, number: string) => ({ name: `${number}.proof.json`, mime: "application/json", base64: Buffer.from(`${JSON.stringify(await proof, null, 2)}\n`).toString("base64") });
