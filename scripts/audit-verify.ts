import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import type { Finding } from "@/domain/audit/rules/findings";
import { AuditProof, DumpLine } from "@/domain/audit/schema";
import { parseJson } from "@/domain/core/json";
import { verifyChain, verifyProof } from "@/server/core/documents/audit-chain";
import { fileDigest, withMovedRows, yearHead } from "@/server/core/documents/year-file";
import type { Jwks } from "@/server/core/documents/keys";
import { onlyFile, readInput, readJwks, runCommand, UsageError } from "./lib/command";

const usage = `Checks a dump of the audit log, or the proof of one case, offline: each row against its seal, the seals against the signed checkpoints.

  npm run audit:verify -- <dump.jsonl[.gz] | proof.json> [--jwks <file>] [--checkpoints <file>] [--moved <file> …]

  --jwks          the published keys, saved from /.well-known/jwks.json; without them it is not checked who signed
  --checkpoints   the checkpoints of the second place, one JWS a line; without them a cut tail cannot be told
  --moved         the file into which a year was moved, once for each; without it the rows of that year are not looked at,
                  only their seals

Exit code: 0 whole, or intact where no keys were given, 1 damaged, 3 wrong usage.`;

const sentences: Record<Finding["kind"], string> = {
  altered: "is not what was sealed", missing: "is missing", unsealed: "was written long ago and never sealed", late: "claims an instant that a checkpoint before it had closed",
  early: "claims an instant after the checkpoint that holds it", rewritten: "the chain up to here is not the one that was signed", cutShort: "was signed, but the chain ends before it", unsigned: "and what follows stand under no signed checkpoint",
  forged: "a checkpoint here was not signed by a known key", checkpointMissing: "the checkpoint before this one is missing", undeclared: "and more were moved away, which no sealed row says of as many", incomplete: "the dump is not whole: without its head or its end, or with lines out of order",
};

async function* linesOf(path: string): AsyncGenerator<DumpLine> {
  const file = createReadStream(path);
  for await (const text of createInterface({ input: path.endsWith(".gz") ? file.pipe(createGunzip()) : file, crlfDelay: Infinity })) {
    const line = DumpLine.safeParse(parseJson(text));
    if (!line.success) throw new UsageError(`${path} is not a dump of the audit log`);
    yield line.data;
  }
}

/** The dump as it says that the years' files were when they were moved; another file is no evidence of anything. */
async function* beside(lines: AsyncIterable<DumpLine>, files: readonly string[]): AsyncGenerator<DumpLine> {
  const given = new Map<string, string>();
  for (const path of files) {
    await yearHead(path).catch(() => { throw new UsageError(`${path} is not the file of a year`); });
    given.set(await fileDigest(path), path);
  }
  for await (const line of lines) {
    if ("movedYear" in line) given.delete(line.movedYear.sha256);
    if ("seq" in line || "moved" in line || "end" in line) for (const path of given.values()) throw new UsageError(`${path} is not a file into which this log says that a year was moved, or was changed since`);
    yield line;
  }
}

type Beside = { jwks: Jwks | undefined; checkpoints: string | undefined; moved: readonly string[] };

async function checkDump(path: string, { jwks, checkpoints, moved: files }: Beside): Promise<number> {
  const witnesses = checkpoints ? (await readInput(checkpoints)).toString("utf8").split("\n").filter((line) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(line)) : [];
  const { sealed, unsealed, moved, checkpoints: count, last, findings } = await verifyChain(withMovedRows(beside(linesOf(path), files), files), { jwks, witnesses });
  for (const { kind, seq } of findings) process.stdout.write(`  row ${seq}: ${sentences[kind]}\n`);
  const facts = [`${sealed} rows sealed, ${unsealed} not yet`, `${count} checkpoints`, ...(last ? [`the last at ${last.at} over ${last.size} rows, root ${last.root}`] : [])].join("; ");
  if (findings.length > 0) process.stdout.write(`DAMAGED  ${findings.length} findings, the first at row ${Math.min(...findings.map(({ seq }) => seq))}. ${facts}\n`);
  else process.stdout.write(`${jwks ? "WHOLE" : "INTACT  Who signed was not checked: give --jwks."}  ${facts}${checkpoints ? "" : "  Whether the tail was cut was not checked: give --checkpoints."}${moved > 0 ? `  ${moved} rows were moved away: their seals are in their places, the rows themselves were not looked at: give --moved.` : ""}\n`);
  return findings.length > 0 ? 1 : 0;
}

async function checkProof(proof: AuditProof, jwks: Jwks | undefined): Promise<number> {
  const verdict = await verifyProof(proof, jwks);
  if (verdict.status !== "proven") {
    process.stdout.write(verdict.status === "altered" ? `ALTERED  Row ${verdict.seq} is not what stands in the chain.\n` : "UNKNOWN KEY  The checkpoint was not signed by a key among those given.\n");
    return 1;
  }
  for (const { seq, row } of proof.entries) process.stdout.write(`  row ${seq}: ${row.at} ${row.action}\n`);
  process.stdout.write(`PROVEN  ${proof.entries.length} rows stand in the chain of ${verdict.checkpoint.size} rows signed at ${verdict.checkpoint.at}.${jwks ? "" : " Who signed was not checked: give --jwks."}\n`);
  return 0;
}

async function main(): Promise<number> {
  const { values: { jwks: keys, checkpoints, moved = [] }, positionals } = parseArgs({ allowPositionals: true, options: { jwks: { type: "string" }, checkpoints: { type: "string" }, moved: { type: "string", multiple: true } } });
  const path = onlyFile(positionals);
  for (const file of [path, ...moved]) if (!existsSync(file)) throw new UsageError(`Cannot read ${file}`);
  const jwks = keys === undefined ? undefined : await readJwks(keys);
  const proof = path.endsWith(".json") ? AuditProof.safeParse(parseJson(await readFile(path, "utf8"))).data : undefined;
  return proof ? checkProof(proof, jwks) : checkDump(path, { jwks, checkpoints, moved });
}

await runCommand(main, { usage });
