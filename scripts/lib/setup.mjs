// What `npm start` and `npm test` share: plain JavaScript, no dependencies, any Node from 20 on.
import { spawn } from "node:child_process";
import { existsSync, lstatSync, readFileSync, readlinkSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
process.chdir(root);

const startedAt = performance.now();

/** One short line with the seconds since the start. */
export function say(text) {
  console.log(`[${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s] ${text}`);
}

const children = new Set();
let interrupted = false;

function stop(signal) {
  if (children.size === 0) process.exit(130);
  interrupted = true;
  for (const child of children) child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
}

// A terminal sends Ctrl-C to the whole group, npm sends it once more: passing it on is right for `kill`, harmless otherwise.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);

// npm killed without a chance to tell us: nothing it started stays behind.
if (process.env.npm_lifecycle_event) {
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && stop("SIGTERM"), 1000).unref();
}

/**
 * Runs a program and resolves to its exit code (130 when a signal ended it) and, where `quiet`, to what it printed.
 * `ipc` gives it a channel whose end tells it that we are gone.
 */
export function run(file, args, { env = {}, quiet = false, ipc = false, timeoutMs } = {}) {
  const output = quiet ? "pipe" : "inherit";
  const stdio = ["inherit", output, output, ...(ipc ? ["ipc"] : [])];
  return new Promise((done) => {
    const child = spawn(file, args, { cwd: root, env: { ...process.env, ...env }, stdio });
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    children.add(child);
    const late = timeoutMs && setTimeout(() => {
      chunks.push(Buffer.from(`\n${file} took longer than ${timeoutMs / 1000} s and was stopped.`));
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 15_000).unref();
    }, timeoutMs);
    const end = (code) => {
      clearTimeout(late);
      children.delete(child);
      done({ code, output: Buffer.concat(chunks).toString() });
    };
    child.once("error", (error) => (chunks.push(Buffer.from(`${file}: ${error.message}`)), end(127)));
    child.once("close", (code) => end(code ?? 130));
  });
}

/** As `run`, but what fails ends everything. */
export async function must(what, file, args, options) {
  const { code, output } = await run(file, args, options);
  if (code === 0) return output;
  if (!interrupted) console.error(`${output}\n${what} failed.`);
  process.exit(interrupted ? 130 : 1);
}

/** Brings `node_modules` to what the lock file says and returns the Node that runs everything else. */
export async function prepare() {
  if (!isInstalled()) {
    refuseLinked();
    say("Installing packages (npm ci) …");
    const npm = process.env.npm_execpath?.endsWith(".js") ? [process.execPath, [process.env.npm_execpath]] : ["npm", []];
    const flags = ["ci", "--include=dev", "--include=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
    await must("Installing packages", npm[0], [...npm[1], ...flags], { quiet: true });
    say("Packages installed.");
  }
  const node = findNode();
  process.env.PATH = [dirname(node), join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  return node;
}

/** Behind a link lie the packages of another tree: npm would empty that folder, under whoever works there, before it fills it. */
function refuseLinked() {
  const folder = join(root, "node_modules");
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  console.error(`node_modules is a link to ${readlinkSync(folder)}, whose packages are not those of package-lock.json. Installing would empty that folder. Remove the link and run this again, or bring the other tree up to date.`);
  process.exit(1);
}

/** npm writes its own lock file last, so comparing the two finds a missing, an outdated and a broken-off install. */
function isInstalled() {
  const installed = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const [wanted, present] = [join(root, "package-lock.json"), installed].map((file) => JSON.parse(readFileSync(file, "utf8")).packages);
  return Object.entries(wanted).every(([path, { version, optional }]) => path === "" || present[path]?.version === version || (optional && !present[path]));
}

function findNode() {
  const bundled = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split(".")[0]) >= 22) return process.execPath;
  console.error(`Tongban needs Node 22 or newer on ${process.platform}-${process.arch}; this is ${process.version}. Install Node 24 LTS.`);
  process.exit(1);
}
