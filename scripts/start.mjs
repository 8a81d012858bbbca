// `npm start`: everything a fresh machine needs, then the portal. `npm run dev` is the same with --dev.
import { buildIfStale } from "./lib/build.mjs";
import { prepare, run, say } from "./lib/setup.mjs";

const dev = process.argv.includes("--dev");
const node = await prepare();
if (!dev) await buildIfStale(node);
say("Starting Tongban …");
const { code } = await run(node, ["--import", "tsx", "server/main.ts", ...(dev ? ["--dev"] : [])], {
  ipc: true,
  env: { NODE_ENV: dev ? "development" : "production" },
});
process.exit(code);
