import { TRPCError } from "@trpc/server";
import { answer } from "./server";

type Download = { name: string; mime: string; base64: string };

/** A file as an attachment that nothing may run or keep; a refusal as the page it deserves, or 409 when it is not ready yet. */
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
    if (!(error instanceof TRPCError) || error.code !== "CONFLICT") throw error;
    return Response.json({ code: error.message, params: {} }, { status: 409, headers: { "cache-control": "no-store", "retry-after": "10" } });
  }
}
