import { join } from "node:path";
import { parseArgs } from "node:util";
import { env } from "@/env";
import { now } from "@/server/core/clock";
import { fileKeyProvider, type FileKeyProvider, type PublicJwk } from "@/server/core/documents/keys";
import { runCommand, UsageError } from "./lib/command";

const usage = `The signing keys in ${join("<DATA_DIR>", "keys")}.

  npm run signing-keys                  lists them: name, algorithm, purpose, between which days they sign, and since when one is taken back
  npm run signing-keys -- rotate        makes new ones that sign from now on; the old stay published
  npm run signing-keys -- revoke --key=<name>
                                        takes one back: what it signs is not believed from now on, and new ones sign at once

  --from <instant>  with revoke: from this instant on, such as 2026-03-02T08:00:00Z
  --compromised     with revoke: somebody else may have it; then not even its own word of when it signed counts

The portal shows a key that was taken back in its key set at once, and those who keep a copy of the set must fetch it anew.`;

const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
const line = ({ kid, alg, purpose, nbf, exp, revoked }: PublicJwk) =>
  `${kid}  ${alg.padEnd(5)}  ${purpose.padEnd(8)}  ${day(nbf)} – ${day(exp)}${revoked ? `  TAKEN BACK from ${new Date(revoked.revoked_at * 1000).toISOString()}${revoked.reason ? ` (${revoked.reason})` : ""}` : ""}`;

type Order = { kid: string; from: string | undefined; compromised: boolean };

async function revoke(keys: FileKeyProvider, { kid, from, compromised }: Order): Promise<void> {
  const at = from === undefined ? now() : new Date(from);
  if (Number.isNaN(at.getTime())) throw new UsageError("--from: an instant such as 2026-03-02T08:00:00Z");
  if (!(await keys.revoke(kid, { at, compromised }))) throw new UsageError(`No key has the name ${kid}`);
}

async function main(): Promise<number> {
  const { values: { from, compromised, key: kid }, positionals: [command = "list", ...more] } = parseArgs({ allowPositionals: true, options: { key: { type: "string" }, from: { type: "string" }, compromised: { type: "boolean", default: false } } });
  if (!["list", "rotate", "revoke"].includes(command) || more.length > 0 || (command === "revoke") !== (kid !== undefined)) throw new UsageError("list, rotate, or revoke with --key");
  const keys = fileKeyProvider(join(env().DATA_DIR, "keys"), now);
  if (command === "rotate") await keys.rotate();
  if (kid !== undefined) await revoke(keys, { kid, from, compromised });
  const { keys: international, sm2_keys: national } = await keys.publicJwks();
  for (const key of [...international, ...national]) console.log(line(key));
  return 0;
}

await runCommand(main, { usage });
