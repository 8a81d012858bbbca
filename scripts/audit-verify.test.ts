import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyFrontier, grow, inclusionPath } from "@/domain/audit/rules/merkle";
import type { AuditRow, DumpLine } from "@/domain/audit/schema";
import { leafOf, noSeal, sealOf, sha256, signCheckpoint } from "@/server/core/documents/audit-chain";
import { fileKeyProvider } from "@/server/core/documents/keys";

let dir = "";
const at = "2026-11-21T08:00:00.000Z";
const salt = "018f0000-0000-7000-8000-000000000000";
const rowAt = (seq: number): AuditRow => ({
  id: `018f0000-0000-7000-8000-00000000000${seq}`, at, actor: null, actorKind: "system", onBehalfOf: null, action: "things.do", subjectType: "thing", subjectId: String(seq), before: null, after: { seq }, requestId: "test",
});

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tongban-audit-"));
  const keys = fileKeyProvider(join(dir, "keys"), () => new Date(at));
  let [head, frontier] = [noSeal, emptyFrontier];
  const hashes: Uint8Array[] = [];
  const sealed = [1, 2, 3].map((seq) => {
    const [previous, row] = [head, rowAt(seq)];
    head = sealOf({ previous, seq, row });
    hashes.push(leafOf(head));
    frontier = grow(sha256, frontier, leafOf(head)).frontier;
    return { seq, hash: head, row, previous };
  });
  const checkpoint = await signCheckpoint({ frontier, head, at, previous: null }, await keys.auditSigningKey());
  const lines: DumpLine[] = [{ format: "tongban.audit-dump/1", madeAt: at }, { checkpoint }, ...sealed.map(({ seq, hash, row }) => ({ seq, hash, row, salt, actorId: null })), { end: { sealed: 3, unsealed: 0, checkpoints: 1 } }];
  const text = (all: readonly DumpLine[]) => all.map((line) => `${JSON.stringify(line)}\n`).join("");
  const path = await inclusionPath(sha256, { size: 3, index: 2 }, async (level, position) => (level === 1 ? sha256(Uint8Array.of(1), hashes[0] ?? "", hashes[1] ?? "") : (hashes[position] ?? Uint8Array.of())));
  const proof = { format: "tongban.audit-proof/1", checkpoint, entries: sealed.slice(2).map((entry) => ({ ...entry, path: path.map((hash) => Buffer.from(hash).toString("hex")) })) };
  const files: Record<string, string | Uint8Array> = {
    "jwks.json": JSON.stringify(await keys.publicJwks()), "other.json": JSON.stringify(await fileKeyProvider(join(dir, "other"), () => new Date(at)).publicJwks()),
    "dump.jsonl": text(lines), "dump.jsonl.gz": gzipSync(text(lines)), "checkpoints.jws": `${checkpoint}\n`,
    "changed.jsonl": text(lines).replace('"after":{"seq":2}', '"after":{"seq":9}'), "torn.jsonl": text(lines.slice(0, -2)),
    "cut.jsonl": text([...lines.filter((line) => !("checkpoint" in line || "end" in line)).slice(0, -1), { end: { sealed: 2, unsealed: 0, checkpoints: 0 } }]),
    "proof.json": JSON.stringify(proof), "empty.json": JSON.stringify({ ...proof, entries: [] }), "forged.json": JSON.stringify(proof).replace("things.do", "things.undo"), "nothing.jsonl": "nothing\n",
  };
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(dir, name), content)));
});
afterAll(() => rm(dir, { recursive: true }));

const run = (...args: string[]) => new Promise<{ code: number; out: string }>((done) => {
  execFile(process.execPath, ["scripts/run.mjs", "scripts/audit-verify.ts", ...args.map((arg) => (/\.\w+$/.test(arg) ? join(dir, arg) : arg))], (error, stdout, stderr) => done({ code: Number(error?.code ?? 0), out: stdout + stderr }));
});

describe("npm run audit:verify", () => {
  it.each([
    { args: ["dump.jsonl", "--jwks", "jwks.json", "--checkpoints", "checkpoints.jws"], code: 0, says: "WHOLE  3 rows sealed" },
    { args: ["dump.jsonl.gz"], code: 0, says: "INTACT  Who signed was not checked" },
    { args: ["dump.jsonl", "--jwks", "other.json"], code: 1, says: "not signed by a known key" },
    { args: ["changed.jsonl", "--jwks", "jwks.json"], code: 1, says: "row 2: is not what was sealed" },
    { args: ["torn.jsonl", "--jwks", "jwks.json"], code: 1, says: "the dump is not whole" },
    { args: ["cut.jsonl", "--jwks", "jwks.json", "--checkpoints", "checkpoints.jws"], code: 1, says: "row 3: was signed, but the chain ends before it" },
    { args: ["proof.json", "--jwks", "jwks.json"], code: 0, says: "PROVEN  1 rows stand in the chain of 3 rows" },
    { args: ["forged.json", "--jwks", "jwks.json"], code: 1, says: "ALTERED  Row 3" },
    { args: ["empty.json", "--jwks", "jwks.json"], code: 3, says: "is not" },
    { args: ["nothing.jsonl"], code: 3, says: "is not a dump" },
    { args: ["missing.jsonl"], code: 3, says: "Cannot read" },
  ])("$args ends with $code", async ({ args, code, says }) => {
    const ended = await run(...args);
    expect(ended.out).toContain(says);
    expect(ended.code).toBe(code);
  });
});
