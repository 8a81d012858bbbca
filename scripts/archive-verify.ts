import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { ArchiveFlaw } from "@/domain/records/rules/archive";
import { verifyPackage, type ArchiveVerdict } from "@/server/core/documents/archive-package";
import { Jwks } from "@/server/core/documents/keys";

const help = `Checks the archive package of a case, offline: every file against the list, the history against its chain, the list against its signature.

  npm run archive:verify -- <file.zip> [--jwks <file>]

  --jwks   the issuer's published keys, saved from /.well-known/jwks.json; without it the package is checked by the
           certificate it brings along, whose fingerprint is told for you to compare

Exit code: 0 genuine, or intact where no keys were given, 1 altered or no package, 2 signed by an unknown issuer, 3 wrong usage.
`;

const sentences: Record<ArchiveVerdict["status"], string> = {
  genuine: "GENUINE  Nothing was added, taken out or changed, and the issuer is known.",
  intact: "INTACT  Nothing was added, taken out or changed since it was signed. Whose key signed it was not checked: give --jwks.",
  unknownKey: "UNKNOWN ISSUER  Intact, but signed with a key that is not among those given.",
  altered: "ALTERED  This is not what was packed.",
  unsigned: "NO PACKAGE  This is not an archive package, or it carries no signature.",
};
const exitCodes: Record<ArchiveVerdict["status"], number> = { genuine: 0, intact: 0, unknownKey: 2, altered: 1, unsigned: 1 };

const flawWords: Record<ArchiveFlaw["kind"], string> = {
  missing: "missing", unlisted: "not in the list", altered: "altered", chainBroken: "history does not follow from the event before", sequenceGap: "an event before this one is missing", eventsMissing: "history is not whole",
};

class UsageError extends Error {}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    throw new UsageError(`Cannot read ${path}`);
  }
}

async function keysIn(path: string): Promise<Jwks> {
  try {
    return Jwks.parse(JSON.parse((await read(path)).toString("utf8")));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} is not a key set (JWKS)`);
  }
}

function told(verdict: ArchiveVerdict): string[] {
  if (verdict.status === "unsigned") return [];
  if (verdict.status === "altered") return verdict.flaws.map((flaw) => `  ${"path" in flaw ? flaw.path : "sequence" in flaw ? `event ${flaw.sequence}` : "events.jsonl"}: ${flawWords[flaw.kind]}`);
  const { manifest: { metadata, files, events, madeAt, number }, kid, signer } = verdict;
  const facts = [["case", number], ["packed at", madeAt], ["files", String(files.length)], ["events", `${events.count} (${events.first}–${events.last})`], ["key", kid], ["certificate", `SHA-256 ${signer}`]] as const;
  return [...facts, ...Object.entries(metadata)].map(([label, value]) => `${label.padEnd(12)} ${value || "—"}`);
}

async function run(): Promise<number> {
  const { values, positionals: [path, ...more] } = parseArgs({ allowPositionals: true, options: { jwks: { type: "string" }, help: { type: "boolean", short: "h" } } });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (path === undefined || more.length > 0) throw new UsageError("Give exactly one file");
  const verdict = await verifyPackage(await read(path), values.jwks === undefined ? undefined : await keysIn(values.jwks));
  process.stdout.write(`${[sentences[verdict.status], ...told(verdict)].join("\n")}\n`);
  return exitCodes[verdict.status];
}

try {
  process.exitCode = await run();
} catch (error) {
  const wrongOption = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (!(error instanceof UsageError) && !wrongOption) throw error;
  process.stderr.write(`${error.message}\n\n${help}`);
  process.exitCode = 3;
}
