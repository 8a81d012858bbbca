import { TRPCError } from "@trpc/server";
import { isDomainError } from "@/domain/core/errors";
import { answer } from "./server";

type Download = { name: string; mime: string; base64: string };

// What is told in place of the file: it is not ready yet, was asked for too often, or the place of the files is away.
const later: Readonly<Record<string, number>> = { CONFLICT: 409, TOO_MANY_REQUESTS: 429, SERVICE_UNAVAILABLE: 503 };
/** When to come again where the refusal does not say: what is not ready is made within seconds. */
const soon = 10;

/** A file as an attachment that nothing may run or keep; a refusal as the page it deserves, or 409, 429 or 503 with Retry-After. */
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
    const status = error instanceof TRPCError ? later[error.code] : undefined;
    if (!status || !(error instanceof TRPCError)) throw error;
    const params = isDomainError(error.cause) ? error.cause.params : {};
    return Response.json({ code: error.message, params }, { status, headers: { "cache-control": "no-store", "retry-after": String(params["seconds"] ?? soon) } });
  }
}
