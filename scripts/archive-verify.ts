import { parseArgs } from "node:util";
import type { ArchiveFlaw } from "@/domain/records/rules/archive";
import { verifyPackage, type ArchiveVerdict } from "@/server/core/documents/archive-package";
import { onlyFile, readInput, readJwks, runCommand } from "./lib/command";

const usage = `Checks the archive package of a case, offline: every file against the list, the history against its chain, the list against its signature.

  npm run archive:verify -- <file.zip> [--jwks <file>]

  --jwks   the issuer's published keys, saved from /.well-known/jwks.json; without it the package is checked by the
           certificate it brings along, whose fingerprint is told for you to compare

Exit code: 0 genuine, or intact where no keys were given, 1 altered or no package, 2 signed by an unknown issuer, 3 wrong usage.`;

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

function told(verdict: ArchiveVerdict): string[] {
  if (verdict.status === "unsigned") return [];
  if (verdict.status === "altered") return verdict.flaws.map((flaw) => `  ${"path" in flaw ? flaw.path : "sequence" in flaw ? `event ${flaw.sequence}` : "events.jsonl"}: ${flawWords[flaw.kind]}`);
  const { manifest: { metadata, files, events, madeAt, number }, kid, signer } = verdict;
  const facts = [["case", number], ["packed at", madeAt], ["files", String(files.length)], ["events", `${events.count} (${events.first}–${events.last})`], ["key", kid], ["certificate", `SHA-256 ${signer}`]] as const;
  return [...facts, ...Object.entries(metadata)].map(([label, value]) => `${label.padEnd(12)} ${value || "—"}`);
}

async function main(): Promise<number> {
  const { values: { jwks }, positionals } = parseArgs({ allowPositionals: true, options: { jwks: { type: "string" } } });
  const verdict = await verifyPackage(await readInput(onlyFile(positionals)), jwks === undefined ? undefined : await readJwks(jwks));
  process.stdout.write(`${[sentences[verdict.status], ...told(verdict)].join("\n")}\n`);
  return exitCodes[verdict.status];
}

await runCommand(main, { usage });
