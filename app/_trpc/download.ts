import { TRPCError } from "@trpc/server";
import { answer } from "./server";

type Download = { name: string; mime: string; base64: string };

// What is told in place of the file: it is not ready yet, or was asked for too often; and after how many seconds to come again.
const later: Readonly<Record<string, readonly [status: number, seconds: number]>> = { CONFLICT: [409, 10], TOO_MANY_REQUESTS: [429, 3600] };

/** A file as an attachment that nothing may run or keep; a refusal as the page it deserves, or 409 or 429 with Retry-After. */
export async function downloadResponse(download: Promise<Download>, path: string): Promise<Response> {
  try {
    const { name, mime, base64 } = await answer(download, path);
    return new Response(Buffer.from(base64, "base64"), {
      headers: {
        "content-type": mime,
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    const told = error instanceof TRPCError ? later[error.code] : undefined;
    if (!told || !(error instanceof TRPCError)) throw error;
    const [status, seconds] = told;
    return Response.json({ code: error.message, params: {} }, { status, headers: { "cache-control": "no-store", "retry-after": String(seconds) } });
  }
}
