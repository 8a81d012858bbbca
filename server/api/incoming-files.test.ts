import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Busboy from "@fastify/busboy";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { DomainError, isDomainError } from "@/domain/core/errors";
import { IncomingFiles } from "./incoming-files";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "incoming-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a form with one file of so many bytes is answered, which is written there. */
async function send(bytes: number, path: string): Promise<string> {
  const server = createServer((request, response) => {
    const parser = new Busboy({ headers: { ...request.headers, "content-type": request.headers["content-type"] ?? "" }, limits: { fileSize: 2_000_000 } });
    const incoming = new IncomingFiles();
    parser.on("file", (_field, stream) => incoming.write(stream, path, () => new DomainError("invalid", "files.tooLarge")));
    void incoming.readFrom(request, parser).then(() => "kept", (error: unknown) => (isDomainError(error) ? error.code : error instanceof Error && "code" in error ? String(error.code) : "unknown")).then((answer) => response.end(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => (server.closeAllConnections(), void server.close()));
  const address = server.address();
  const form = new FormData();
  form.append("file", new Blob([Buffer.alloc(bytes, 7)]), "a.pdf");
  return (await fetch(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`, { method: "POST", body: form, signal: AbortSignal.timeout(4_000) })).text();
}

test("a file that fits is kept to the byte, one that is too long is refused", async () => {
  expect(await send(1_500_000, join(folder, "fits"))).toBe("kept");
  expect((await stat(join(folder, "fits"))).size).toBe(1_500_000);
  expect(await send(3_000_000, join(folder, "long"))).toBe("files.tooLarge");
});
test.skipIf(!existsSync("/dev/full"))("a file for which there is no room is told at once, also in the middle of it", async () => {
  for (const bytes of [1_000, 1_900_000]) expect(await send(bytes, "/dev/full")).toBe("ENOSPC");
});
