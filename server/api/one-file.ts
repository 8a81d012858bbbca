import { createWriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import Busboy from "@fastify/busboy";
import { DomainError } from "@/domain/core/errors";

/** The fields of a form with one file, as far as it was read, and what the browser calls the file. */
export type OneFileForm = { fields: Record<string, string>; name: string };

/**
 * Reads a multipart form with one `file` to a path, its fields into `form` as they come.
 * Errors (invalid): `files.notAForm`, `files.none`, `items.fileTooLarge`.
 */
export async function receiveOneFile(request: IncomingMessage, { path, maxBytes }: { path: string; maxBytes: number }, form: OneFileForm): Promise<void> {
  const type = request.headers["content-type"];
  if (!type?.startsWith("multipart/form-data")) throw new DomainError("invalid", "files.notAForm");
  const parser = new Busboy({ headers: { ...request.headers, "content-type": type }, limits: { fileSize: maxBytes, files: 1, fields: 10, fieldSize: 2000, parts: 12 } });
  let writing: Promise<void> | undefined;
  parser.on("field", (name, value) => {
    form.fields[name] = value;
  });
  parser.on("file", (_field, stream, name) => {
    if (!name) return void stream.resume();
    form.name = name;
    writing = pipeline(stream, createWriteStream(path)).then(() => {
      if (stream.truncated) throw new DomainError("invalid", "items.fileTooLarge", { megabytes: maxBytes / 1024 / 1024 });
    });
    // Awaited below; until then a refusal is nobody's.
    writing.catch(() => undefined);
  });
  await pipeline(request, parser);
  if (!writing) throw new DomainError("invalid", "files.none");
  await writing;
}

/** As it is shown only: no folders, no control characters. */
export const tidyName = (name: string) => [...(name.normalize("NFC").split(/[/\\]/).at(-1) ?? "").replace(/[\p{Cc}\p{Cf}]/gu, "").trim()].slice(0, 120).join("") || "file";

