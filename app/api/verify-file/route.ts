import { TRPCError } from "@trpc/server";
import { hasLocale } from "next-intl";
import { localePath, routing } from "@/app/_i18n/routing";
import { api } from "@/app/_trpc/server";
import { largestFileBytes } from "@/domain/certificates/schema";

// The parts around the file in a multipart body.
const largestBody = largestFileBytes + 16_384;

/** A plain multipart form: the file is read into memory up to its limit, checked and forgotten; the answer is a page. */
export async function POST(request: Request): Promise<Response> {
  const form = await readForm(request);
  const asked = form?.get("locale");
  const locale = hasLocale(routing.locales, asked) ? asked : routing.defaultLocale;
  const query = form ? await check(form.get("file")) : { problem: "tooLarge" };
  return new Response(null, { status: 303, headers: { location: localePath(locale, `/verify?${new URLSearchParams(query)}`), "cache-control": "no-store" } });
}

async function readForm(request: Request): Promise<FormData | undefined> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("multipart/form-data")) return new FormData();
  const body = await readUpTo(request.body, largestBody);
  return body && new Response(body, { headers: { "content-type": type } }).formData().catch(() => new FormData());
}

async function readUpTo(stream: ReadableStream<Uint8Array> | null, most: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = stream?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    // A little too much is read to its end, so that the browser hears the answer, but nothing of it is kept.
    if (length <= most) chunks.push(part.value);
    else chunks.length = 0;
    if (length > most * 4) break;
  }
  await reader?.cancel();
  return length > most ? undefined : Buffer.concat(chunks);
}

async function check(file: FormDataEntryValue | null): Promise<Record<string, string>> {
  if (!(file instanceof File) || file.size === 0) return { problem: "noFile" };
  if (file.size > largestFileBytes) return { problem: "tooLarge" };
  try {
    const base64 = Buffer.from(await file.arrayBuffer()).toString("base64");
    return { receipt: (await (await api()).certificates.verifyFile({ base64 })).receipt };
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    return { problem: error.code === "TOO_MANY_REQUESTS" ? "tooMany" : "notACertificate" };
  }
}
