import { createServer } from "node:http";
import { performance } from "node:perf_hooks";
import { type Environment, readEnvironment } from "@/env";
import { explain, lockDataFolder, openDataFolder } from "./core/process/data-folder";
import { prepareDatabase, reachDatabase } from "./core/process/database";
import { gate, type Mount } from "./core/process/gate";
import { policyReports } from "./core/process/headers";
import { addressesFor, listen } from "./core/process/listen";
import { handlePdfViewer } from "./core/process/pdf-viewer";
import { withProblemPages } from "./core/process/problem-pages";
import { settleEnvironment } from "./core/process/settle";
import { say } from "./core/process/say";
import { dropSlowBodies } from "./core/process/slow-bodies";
import { staticFiles } from "./core/process/static-files";
import { logger } from "./core/logger";

// The one process entry: database, migrations, jobs, HTTP, and all of it stopped again in reverse.

const undo: (() => unknown)[] = [];
// A little longer than a proxy keeps a connection to us that it does not use (`ops/nginx.conf`, `ops/haproxy.cfg`).
const lingerMs = 5_000;
let dataFolder = "the data folder";
let killDatabase = () => {};
let stopAskedAt: number | undefined;

async function start(dev: boolean): Promise<void> {
  const environment = readEnvironment();
  const { HOST, PORT, demo } = environment;
  const addresses = addressesFor(HOST, demo);
  dataFolder = environment.DATA_DIR;
  openDataFolder(dataFolder);
  if (hasOwnDatabase(environment)) undo.push(lockDataFolder(dataFolder));
  // Before the work, so that a taken port is known at once; bound for good only when all is ready.
  if (PORT !== 0) await (await listen(() => {}, PORT, addresses)).close(0);
  const reaching = reachDatabase(environment);
  // Also when asked to stop while it is only starting.
  undo.push(() => reaching.then((database) => database.stop(), () => undefined));
  const database = await reaching;
  killDatabase = () => database.kill();
  settleEnvironment(environment, database.url, dev);
  const served = readEnvironment().DATABASE_URL ?? database.url;
  await bringUp(environment, environment.MIGRATION_DATABASE_URL ?? database.url);
  await checkFiles(environment);
  const routes = await beginTracing(environment);

  const { default: next } = await import("next");
  // No hostname: with one, every page of the default language redirects to itself. The port is for its own redirects after actions.
  // Next takes upgraded connections from one server only: one without visitors, to which development hands on those of all addresses.
  const upgrades = createServer();
  const app = next({ dev, ...(PORT ? { port: PORT } : {}), httpServer: upgrades });
  await app.prepare();
  undo.push(() => app.close());
  if (environment.JOBS) {
    const { startJobs } = await import("@/server/jobs");
    const jobs = await startJobs();
    undo.push(() => jobs.stop());
  }
  const handler = withProblemPages(app.getRequestHandler());
  const { noFront, openFront } = await import("./core/process/front");
  const front = dev ? noFront(handler) : openFront(handler, environment, served);
  undo.push(() => front.close());
  const pages: Mount = { prefix: "", methods: ["POST"], json: false, handler: front.pages };
  // A PDF to verify may be larger than a page's form; its route bounds what it reads.
  const verifyFile: Mount = { prefix: "/api/verify-file", methods: ["POST"], handler };
  const doors = [...(await mounts(environment, served, handler, () => front.isOverwhelmed())), verifyFile, ...(dev ? [] : [staticFiles(handler)])];
  const metrics = await metricsOf(environment, served);
  const door = gate([...[...doors, await policyMount(environment, metrics.violated)].map((one) => front.guard(one)), { prefix: "/api/metrics", methods: [], handler: metrics.handler }], pages, { ...environment, ...routes });
  const http = await listen(metrics.measured(doors.map(({ prefix }) => prefix).filter((prefix) => prefix.startsWith("/api/")), dropSlowBodies(door)), PORT, addresses, dev ? (...upgrade) => upgrades.emit("upgrade", ...upgrade) : undefined);
  undo.push(() => http.close(10_000, environment.TRUSTED_PROXIES > 0 ? lingerMs : 0));
  greet(environment, http.port);
}

/** Before the connections are opened that are to be told of; where no address is configured, nothing of it is loaded. */
async function beginTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER_ARG }: Environment) {
  if (!endpoint || OTEL_SDK_DISABLED === "true") return {};
  const [{ startTracing }, { pageRoutes }] = await Promise.all([import("./core/process/tracing"), import("./core/process/routes")]);
  const tracing = startTracing({ endpoint, serviceName: OTEL_SERVICE_NAME, ratio: OTEL_TRACES_SAMPLER_ARG });
  undo.push(() => tracing.close());
  return { routeOf: pageRoutes() };
}

/** A bucket that refuses us is a mistake to be told at once; one that is only away may come back. */
async function checkFiles({ objects }: Environment): Promise<void> {
  if (!objects) return;
  const [{ storage }, { statusOf }] = await Promise.all([import("./core/storage"), import("./core/object-storage")]);
  try {
    await storage().check();
  } catch (error) {
    const status = statusOf(error);
    if (status !== undefined && status < 500 && status !== 429) throw new Error(`The bucket ${objects.bucket} at ${objects.url} refuses us (${status}): see S3_URL, S3_BUCKET, S3_REGION and S3_KEY.`, { cause: error });
    say(`Warning: the bucket ${objects.bucket} at ${objects.url} does not answer; files cannot be stored or opened until it does.`);
  }
}

const hasOwnDatabase = ({ DATABASE_URL, MIGRATION_DATABASE_URL }: Environment) => !(DATABASE_URL ?? MIGRATION_DATABASE_URL);

/** Tables and logins, and what an empty database begins with. The acts of a demo city are dated back: sealed at once, none stands there as forgotten. */
async function bringUp(environment: Environment, owner: string): Promise<void> {
  const filled = await prepareDatabase(owner, environment.seed, { ownDatabase: hasOwnDatabase(environment) });
  if (!filled || !environment.demo) return;
  const [{ connect }, { sealWaiting }, { now }] = await Promise.all([import("@/db/client"), import("@/server/audit/commands/check"), import("./core/clock")]);
  const { db, close } = connect(owner, 1);
  try {
    await sealWaiting({ db, actor: { kind: "system" }, now: now(), requestId: "start", address: "system" });
  } finally {
    await close();
  }
}

/** What needs Node's own request or must be quick; everything else is a page. Loaded late: it reads the environment. */
async function mounts({ DATA_DIR, REPLICA_DATABASE_URL }: Environment, databaseUrl: string, pages: Mount["handler"], isOverwhelmed: () => boolean): Promise<Mount[]> {
  const [{ connect, standings }, { healthHandler }, { trpcHandler }, { handleFiles }, { handleItemFiles }, { handleArchives }, { oidcMounts }, { openMounts }, { handleQueueExport }, { handleCertificateImport }, { replicaStanding }] = await Promise.all([
    import("@/db/client"), import("./core/process/health"), import("./core/process/trpc"), import("@/server/api/files"),
    import("@/server/api/item-exchange"), import("@/server/api/archives"), import("@/server/auth/oidc/handler"), import("@/server/api/open/mounts"), import("@/server/api/queue-export"), import("@/server/api/certificate-import"), import("./core/replica"),
  ]);
  const health = connect(databaseUrl, 1, standings.web);
  undo.push(() => health.close());
  return [
    { prefix: "/api/health", methods: [], handler: healthHandler(health.pool, DATA_DIR, isOverwhelmed, REPLICA_DATABASE_URL ? replicaStanding() : undefined) },
    { prefix: "/api/files", methods: ["POST"], handler: handleFiles },
    ...["/api/items/import", "/api/items/export", "/api/items/results"].map((prefix): Mount => ({ prefix, methods: prefix.endsWith("import") ? ["POST"] : [], handler: handleItemFiles })),
    { prefix: "/api/certificates/import", methods: ["POST"], handler: handleCertificateImport },
    { prefix: "/api/archives", methods: [], handler: handleArchives },
    { prefix: "/api/desk/export", methods: ["POST"], json: false, handler: handleQueueExport },
    { prefix: "/api/pdf-viewer", methods: [], handler: handlePdfViewer },
    { prefix: "/api/trpc", methods: ["POST"], json: true, handler: trpcHandler },
    ...oidcMounts(pages),
    ...openMounts(pages),
  ];
}

/** Reports of browsers: their programs may say that they come from nowhere, and these change nothing and are nobody's. */
async function policyMount({ PUBLIC_URL, PORT }: Environment, count: (directive: string) => void): Promise<Mount> {
  const { policyReportsHandler } = await import("./core/process/policy-reports");
  return { prefix: policyReports, methods: ["POST"], crossSite: true, handler: policyReportsHandler({ publicUrl: PUBLIC_URL ?? `http://localhost:${PORT}`, clock: () => performance.now(), count }) };
}

/** Counted here, for Prometheus, over a connection of its own. */
async function metricsOf(environment: Environment, databaseUrl: string) {
  const [{ connect, standings }, { openMetrics }, { appRouter }] = await Promise.all([import("@/db/client"), import("./core/process/metrics"), import("@/server/api/root")]);
  const connection = connect(databaseUrl, 2, { ...standings.web, scope: { name: "system:metrics" } });
  undo.push(() => connection.close());
  return openMetrics(connection, new Set(Object.keys(appRouter._def.procedures)), environment);
}

function greet({ HOST, PUBLIC_URL, demo, DATA_DIR }: Environment, port: number): void {
  say(`\nTongban is ready: ${PUBLIC_URL ?? `http://localhost:${port}`}  (after ${(performance.now() / 1000).toFixed(1)} s)`);
  if (demo) {
    say("Demo mode: the sign-in page offers the demo accounts, db/seed/demo-accounts.json lists them.");
    say(HOST ? `It listens on ${HOST}: whoever reaches that address can use the demo accounts.` : "It listens on this machine only; HOST=0.0.0.0 opens it to the network.");
    say(`Its data is in ${DATA_DIR}. Ctrl-C stops it.`);
  }
}

/** The reverse of the start, as far as it came. */
async function unwind(exitCode: number): Promise<never> {
  for (const step of undo.splice(0).toReversed()) {
    try {
      await step();
    } catch (error) {
      say(`While stopping: ${String(error)}`);
      exitCode = 1;
    }
  }
  process.exit(exitCode);
}

function askToStop(): void {
  const now = performance.now();
  if (stopAskedAt === undefined) {
    stopAskedAt = now;
    say("Stopping …");
    void unwind(0);
  } else if (now - stopAskedAt > 1000) {
    // Sooner it is the same Ctrl-C, delivered by the terminal and by npm.
    say("Stopped at once; the next start repairs what was cut off.");
    killDatabase();
    process.exit(130);
  }
}

/** Nobody knows what state an error without a catcher leaves behind: log it, finish what runs, and let the supervisor start anew. */
function failUnexpectedly(error: unknown): void {
  if (isHangUp(error)) return;
  // Where, not what: a message may quote a statement and the people in it.
  const [name, frames] = error instanceof Error ? [error.name, error.stack?.match(/^ +at .*/gm)?.slice(0, 8).join("") ?? ""] : ["unknown", ""];
  logger.error("process.failed", { error: name, frames });
  if (stopAskedAt !== undefined) return;
  stopAskedAt = performance.now();
  void unwind(1);
}

/** A client that went away in the middle of a request: nothing of ours is broken. */
function isHangUp(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNRESET" && error.message === "aborted";
}

process.on("uncaughtException", failUnexpectedly);
process.on("unhandledRejection", failUnexpectedly);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, askToStop);
if (process.channel) {
  // `npm start` went away without a word.
  process.on("disconnect", askToStop);
  process.channel.unref();
}

start(process.argv.includes("--dev")).catch((error: unknown) => {
  if (stopAskedAt !== undefined) return;
  say(explain(error, dataFolder));
  void unwind(1);
});
