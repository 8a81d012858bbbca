import { TRPCError } from "@trpc/server";
import { api } from "@/app/_trpc/server";
import { expertHere } from "@/server/auth/here/experts";

type Params = { params: Promise<{ file: string }> };

const statuses: Partial<Record<TRPCError["code"], number>> = { NOT_FOUND: 404, FORBIDDEN: 403, CONFLICT: 409, BAD_REQUEST: 404, TOO_MANY_REQUESTS: 429 };

/** A file that an expert was given to see, marked with their name; which link it belongs to is the browser's to know, never the address's. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { file } = await params;
  const download = new URL(request.url).searchParams.get("download") === "1";
  try {
    const { name, mime, base64 } = await (await api()).applications.fileForExpert({ ...((await expertHere()) ?? { token: "", session: "" }), fileId: file, download });
    return new Response(Buffer.from(base64, "base64"), {
      headers: {
        "content-type": mime, "cache-control": "no-store", "referrer-policy": "no-referrer", "x-content-type-options": "nosniff",
        "content-disposition": `${download ? "attachment" : "inline"}; filename*=UTF-8''${encodeURIComponent(name)}`,
        // A browser's PDF viewer does not run in a sandbox.
        "content-security-policy": download ? "default-src 'none'; sandbox" : "script-src 'none'; frame-ancestors 'none'",
      },
    });
  } catch (error) {
    const status = error instanceof TRPCError ? statuses[error.code] : undefined;
    if (!(error instanceof TRPCError) || status === undefined) throw error;
    return Response.json({ code: error.message, params: {} }, { status, headers: { "cache-control": "no-store" } });
  }
}
