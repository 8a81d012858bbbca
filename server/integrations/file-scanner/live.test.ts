import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { Unavailable } from "../signed-request";
import { clamd } from "./live";
import { eicar, startClamd } from "./testing";

async function running(options: Parameters<typeof startClamd>[0] = {}) {
  const server = await startClamd(options);
  onTestFinished(server.close);
  return server;
}

const of = (bytes: Buffer) => Readable.from([bytes]);
/** In pieces as a file comes from a disk, an empty one among them. */
const inPieces = (bytes: Buffer, size = 64 * 1024) => Readable.from([...Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size)), Buffer.alloc(0)]);

describe("clamd", () => {
  it("is sent the file byte by byte and believed, over TCP and over a socket of this machine", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tongban-clamd-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const large = randomBytes(3 * 1024 * 1024 + 17);
    for (const options of [{}, { path: join(folder, "clamd.ctl") }]) {
      const { url, state } = await running(options);
      const scanner = clamd({ url });
      expect(await scanner.scan(inPieces(large))).toEqual({ kind: "clean" });
      expect(state.scanned[0]?.equals(large)).toBe(true);
      expect(await scanner.scan(of(Buffer.concat([Buffer.from("%PDF-1.4\n"), eicar])))).toEqual({ kind: "infected", found: "Eicar-Test-Signature" });
      expect(await scanner.scan(Readable.from([]))).toEqual({ kind: "clean" });
    }
  });

  it("that takes no file so large says so before all was sent: nothing is known of it", async () => {
    const { url, state } = await running({ limit: 100_000 });
    expect(await clamd({ url }).scan(inPieces(randomBytes(8 * 1024 * 1024)))).toEqual({ kind: "unscannable" });
    expect(state.scanned).toEqual([]);
  });

  it.each(["Heuristics.Limits.Exceeded.MaxFileSize", "Heuristics.Encrypted.PDF"])("that could not look into it (%s) found nothing, and cleared nothing", async (found) => {
    const { url, state } = await running();
    state.mood = { says: `stream: ${found} FOUND` };
    expect(await clamd({ url }).scan(of(Buffer.from("x")))).toEqual({ kind: "unscannable" });
  });

  it.each(["silent", "nonsense", "hangsUp", "endless", { says: "" }, { says: "stream: OK FOUND OK" }, { says: "UNKNOWN COMMAND" }, { says: "stream: <script> FOUND" }] as const)("that is %j does not count, and is not waited for", async (mood) => {
    const { url, state } = await running();
    state.mood = mood;
    const began = performance.now();
    await expect(clamd({ url, patienceMs: mood === "hangsUp" ? 60_000 : 300 }).scan(of(Buffer.from("x")))).rejects.toBeInstanceOf(Unavailable);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it("that is not there is away, and so is one that never takes what it is sent", async () => {
    const gone = await startClamd();
    await gone.close();
    await expect(clamd({ url: gone.url }).scan(of(Buffer.from("x")))).rejects.toBeInstanceOf(Unavailable);
    await expect(clamd({ url: "unix:/nowhere/clamd.ctl" }).scan(of(Buffer.from("x")))).rejects.toBeInstanceOf(Unavailable);
    const { url } = await running();
    const never = new Readable({ read: () => undefined });
    await expect(clamd({ url, patienceMs: 200 }).scan(never)).rejects.toBeInstanceOf(Unavailable);
    expect(never.destroyed).toBe(true);
  });
});
