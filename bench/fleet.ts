// What `npm run bench -- fleet` starts for each fleet: --processes N [--proxy nginx|haproxy] [--pages] [--replica] [proof …]
import { parseArgs } from "node:util";
import { proveFleet } from "./fleet/prove";
import { cleanUp } from "./machine";

const { values: { processes, proxy, pages, replica }, positionals } = parseArgs({ options: { processes: { type: "string", default: "2" }, proxy: { type: "string", default: "nginx" }, pages: { type: "boolean", default: false }, replica: { type: "boolean", default: false } }, allowPositionals: true });
if (proxy !== "nginx" && proxy !== "haproxy") throw new Error("--proxy is nginx or haproxy.");
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void cleanUp().finally(() => process.exit(130)));

console.log(`\n${processes} processes behind ${proxy}, ${pages ? "the whole portal" : "procedures without pages"}${replica ? ", with a replica" : ""}`);
try {
  const shown = await proveFleet({ size: Number(processes), proxy, pages, replica, runners: 2 }, ({ name }) => positionals.length === 0 || positionals.includes(name));
  for (const { name, says, seconds, figure, failure } of shown) console.log(`${failure ? "FAILED" : "holds "}  ${name.padEnd(12)}${seconds.toFixed(1).padStart(6)} s  ${says}${figure ? ` (${figure})` : ""}${failure ? `\n        ${failure}` : ""}`);
  process.exitCode = shown.length === 0 || shown.some(({ failure }) => failure !== undefined) ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
process.exit();
