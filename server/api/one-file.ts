import type { IncomingMessage } from "node:http";
import Busboy from "@fastify/busboy";
import { DomainError } from "@/domain/core/errors";
import { IncomingFiles } from "./incoming-files";

/** The fields of a form with one file, as far as it was read, and what the browser calls the file. */
export type OneFileForm = { fields: Record<string, string>; name: string };

/**
 * Reads a multipart form with one `file` to a path, its fields into `form` as they come.
 * Errors (invalid): `files.notAForm`, `files.none`, `files.failed` where it broke off, `items.fileTooLarge`.
 */
export async function receiveOneFile(request: IncomingMessage, { path, maxBytes }: { path: string; maxBytes: number }, form: OneFileForm): Promise<void> {
  const type = request.headers["content-type"];
  if (!type?.startsWith("multipart/form-data")) throw new DomainError("invalid", "files.notAForm");
  const parser = new Busboy({ headers: { ...request.headers, "content-type": type }, limits: { fileSize: maxBytes, files: 1, fields: 10, fieldSize: 2000, parts: 12 } });
  const incoming = new IncomingFiles();
  let hasFile = false;
  parser.on("field", (name, value) => {
    form.fields[name] = value;
  });
  parser.on("file", (_field, stream, name) => {
    if (!name) return void stream.resume();
    [form.name, hasFile] = [name, true];
    incoming.write(stream, path, () => new DomainError("invalid", "items.fileTooLarge", { megabytes: maxBytes / 1024 / 1024 }));
  });
  await incoming.readFrom(request, parser);
  if (!hasFile) throw new DomainError("invalid", "files.none");
}

/** As it is shown only: no folders, no control characters. */
export const tidyName = (name: string) => [...(name.normalize("NFC").split(/[/\\]/).at(-1) ?? "").replace(/[\p{Cc}\p{Cf}]/gu, "").trim()].slice(0, 120).join("") || "file";

