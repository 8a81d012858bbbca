import { join } from "node:path";
import { env } from "@/env";
import { now } from "@/server/core/clock";
import { fileKeyProvider } from "@/server/core/documents/keys";

const help = `The signing keys in ${join("<DATA_DIR>", "keys")}.

  npm run signing-keys             lists them: name, algorithm, purpose, and between which days they sign
  npm run signing-keys -- rotate   makes new ones that sign from now on; the old stay published
`;

const [command = "list", ...more] = process.argv.slice(2);
const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);

if (command === "--help") {
  process.stdout.write(help);
} else if (more.length > 0 || !["list", "rotate"].includes(command)) {
  process.stderr.write(help);
  process.exitCode = 3;
} else {
  const keys = fileKeyProvider(join(env().DATA_DIR, "keys"), now);
  if (command === "rotate") await keys.rotate();
  const { keys: international, sm2_keys: national } = await keys.publicJwks();
  for (const { kid, alg, purpose, nbf, exp } of [...international, ...national]) process.stdout.write(`${kid}  ${alg.padEnd(5)}  ${purpose.padEnd(8)}  ${day(nbf)} – ${day(exp)}\n`);
}
