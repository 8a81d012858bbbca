// Runs a TypeScript tool on the same Node as the portal: node scripts/run.mjs <file> [arguments].
import { prepare, run } from "./lib/setup.mjs";

const node = await prepare();
const { code } = await run(node, ["--import", "tsx", ...process.argv.slice(2)]);
process.exit(code);
