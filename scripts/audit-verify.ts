import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import type { Finding } from "@/domain/audit/rules/findings";
import { AuditProof, DumpLine } from "@/domain/audit/schema";
import { parseJson } from "@/domain/core/json";
import { verifyChain, verifyProof } from "@/server/core/documents/audit-chain";
import type { Jwks } from "@/server/core/documents/keys";
import { onlyFile, readInput, readJwks, runCommand, UsageError } from "./lib/command";

const usage = `Checks a dump of the audit log, or the proof of one case, offline: each row against its seal, the seals against the signed checkpoints.

  npm run audit:verify -- <dump.jsonl[.gz] | proof.json> [--jwks <file>] [--checkpoints <file>]

  --jwks          the published keys, saved from /.well-known/jwks.json; without them it is not checked who signed
  --checkpoints   the checkpoints of the second place, one JWS a line; without them a cut tail cannot be told

Exit code: 0 whole, or intact where no keys were given, 1 damaged, 3 wrong usage.`;

const sentences: Record<Finding["kind"], string> = {
  altered: "is not what was sealed", missing: "is missing", unsealed: "was written long ago and never sealed", late: "claims an instant that a checkpoint before it had closed",
  early: "claims an instant after the checkpoint that holds it", rewritten: "the chain up to here is not the one that was signed", cutShort: "was signed, but the chain ends before it", unsigned: "and what follows stand under no signed checkpoint",
  forged: "a checkpoint here was not signed by a known key", checkpointMissing: "the checkpoint before this one is missing", incomplete: "the dump is not whole: without its head or its end, or with lines out of order",
};

async function* linesOf(path: string): AsyncGenerator<DumpLine> {
  const file = createReadStream(path);
  for await (const text of createInterface({ input: path.endsWith(".gz") ? file.pipe(createGunzip()) : file, crlfDelay: Infinity })) {
    const line = DumpLine.safeParse(parseJson(text));
    if (!line.success) throw new UsageError(`${path} is not a dump of the audit log`);
    yield line.data;
  }
}

async function checkDump(path: string, jwks: Jwks | undefined, checkpoints: string | undefined): Promise<number> {
  const witnesses = checkpoints ? (await readInput(checkpoints)).toString("utf8").split("\n").filter((line) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(line)) : [];
  const { sealed, unsealed, checkpoints: count, last, findings } = await verifyChain(linesOf(path), { jwks, witnesses });
  for (const { kind, seq } of findings) process.stdout.write(`  row ${seq}: ${sentences[kind]}\n`);
  const facts = [`${sealed} rows sealed, ${unsealed} not yet`, `${count} checkpoints`, ...(last ? [`the last at ${last.at} over ${last.size} rows, root ${last.root}`] : [])].join("; ");
  if (findings.length > 0) process.stdout.write(`DAMAGED  ${findings.length} findings, the first at row ${Math.min(...findings.map(({ seq }) => seq))}. ${facts}\n`);
  else process.stdout.write(`${jwks ? "WHOLE" : "INTACT  Who signed was not checked: give --jwks."}  ${facts}${checkpoints ? "" : "  Whether the tail was cut was not checked: give --checkpoints."}\n`);
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
  const { values: { jwks: keys, checkpoints }, positionals } = parseArgs({ allowPositionals: true, options: { jwks: { type: "string" }, checkpoints: { type: "string" } } });
  const path = onlyFile(positionals);
  if (!existsSync(path)) throw new UsageError(`Cannot read ${path}`);
  const jwks = keys === undefined ? undefined : await readJwks(keys);
  const proof = path.endsWith(".json") ? AuditProof.safeParse(parseJson(await readFile(path, "utf8"))).data : undefined;
  return proof ? checkProof(proof, jwks) : checkDump(path, jwks, checkpoints);
}

await runCommand(main, { usage });
