import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { performance } from "node:perf_hooks";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Connection } from "@/db/client";
import { findingKinds, findingsOf, isLate } from "@/domain/operations/rules/standing";
import type { Environment } from "@/env";
import { now } from "@/server/core/clock";
import { type ReplicaStanding, replicaStanding } from "@/server/core/replica";
import { readStanding } from "@/server/operations/queries/standing";
import { countOverdue } from "@/server/operations/queries/work";

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;
type Readings = Awaited<ReturnType<typeof readStanding>>;

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The figures of this process for Prometheus. `procedures` bounds what a label may be: names come from outside. */
export function openMetrics({ db }: Pick<Connection, "db">, procedures: ReadonlySet<string>, { METRICS_TOKEN: token, PUBLIC_URL, REPLICA_DATABASE_URL: replica }: Pick<Environment, "METRICS_TOKEN" | "PUBLIC_URL" | "REPLICA_DATABASE_URL">) {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const requests = new Counter({ name: "tongban_http_requests_total", help: "Requests answered", labelNames: ["mount", "procedure", "status"], registers });
  const durations = new Histogram({ name: "tongban_http_request_duration_seconds", help: "How long answers took", labelNames: ["mount"], buckets: seconds, registers });
  const violations = new Counter({ name: "tongban_policy_violations_total", help: "Violations of the policy of pages that browsers told of", labelNames: ["directive"], registers });
  const show = gauges(registers);
  const showReplica = replicaGauges(registers);
  return {
    violated: (directive: string): void => violations.inc({ directive }),
    /** Counts and times whatever the handler answers. */
    measured: (prefixes: readonly string[], handler: Handler): Handler => (request, response) => {
      const began = performance.now();
      const path = request.url?.split("?", 1)[0] ?? "";
      const mount = prefixes.find((prefix) => path === prefix || path.startsWith(`${prefix}/`)) ?? "pages";
      response.once("close", () => {
        requests.inc({ mount, procedure: procedureOf(path, mount, procedures), status: `${Math.floor(response.statusCode / 100)}xx` });
        durations.observe({ mount }, (performance.now() - began) / 1000);
      });
      return handler(request, response);
    },
    /** `/api/metrics`: to whoever brings the token; without one, to this very machine, and never where the portal is public. */
    handler: async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      if (!(token ? brings(request, token) : !PUBLIC_URL && isLoopback(request))) return answer(response, 404, "application/json; charset=utf-8", '{"code":"requests.notFound","params":{}}');
      const at = now();
      show(await readStanding(db, at), await countOverdue(db, at));
      showReplica(replica ? replicaStanding() : undefined);
      answer(response, 200, register.contentType, await register.metrics());
    },
  };
}

function procedureOf(path: string, mount: string, procedures: ReadonlySet<string>): string {
  if (mount !== "/api/trpc") return "";
  const name = path.slice(mount.length + 1);
  if (procedures.has(name)) return name;
  return name.includes(",") ? "batch" : "other";
}

const digest = (text: string) => createHash("sha256").update(text).digest();
const brings = ({ headers }: IncomingMessage, token: string) => timingSafeEqual(digest(headers.authorization ?? ""), digest(`Bearer ${token}`));
const isLoopback = ({ headers }: IncomingMessage) => /^(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/.test(String(headers["x-client-address"]));

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
}

const single = {
  tongban_queue_ready: ["Work that could run now", ({ readings }) => readings.work?.ready],
  tongban_queue_active: ["Work under way", ({ readings }) => readings.work?.active],
  tongban_queue_given_up: ["Work that failed after every try", ({ readings }) => readings.work?.givenUp],
  tongban_queue_oldest_seconds: ["For how long the oldest work waits that could run", ({ readings }) => readings.work?.oldest],
  tongban_outbox_waiting: ["Messages not handed on yet, 10,000 at most", ({ readings }) => readings.outbox?.waiting],
  tongban_outbox_oldest_seconds: ["For how long the oldest message waits", ({ readings }) => readings.outbox?.oldest],
  tongban_audit_unsealed_oldest_seconds: ["For how long the oldest row of the audit log waits to be sealed", ({ readings }) => readings.sealing && (readings.sealing.oldest ?? 0)],
  tongban_audit_damaged: ["Whether the last look over the whole audit log found something", ({ readings }) => readings.sealing && Number(readings.sealing.damaged)],
  tongban_calendar_missing_years: ["Years of the workday calendar that are wanted and not known", ({ readings }) => readings.missingYears.length],
  tongban_years_missing: ["Years for which the tables kept by year should have a part and have none", ({ readings }) => readings.missingParts?.length],
  tongban_disk_free_bytes: ["Free on the disk of the data folder", ({ readings }) => readings.storage?.free],
  tongban_disk_total_bytes: ["Size of the disk of the data folder", ({ readings }) => readings.storage?.total],
  tongban_files_away: ["Whether the bucket of the files does not answer", ({ readings }) => readings.files && Number(readings.files.away)],
  tongban_database_size_bytes: ["Size of the database", ({ readings }) => readings.database?.size],
  tongban_database_connections: ["Connections of the database that are taken", ({ readings }) => readings.database?.used],
  tongban_database_connections_allowed: ["Connections that the database allows", ({ readings }) => readings.database?.allowed],
  tongban_files_unscanned: ["Uploads that wait for the scanner", ({ readings }) => readings.scanner?.waiting],
  tongban_files_unscanned_oldest_seconds: ["For how long the oldest upload waits for the scanner", ({ readings }) => readings.scanner && (readings.scanner.oldest ?? 0)],
  tongban_statement_longest_seconds: ["For how long the longest statement has been running", ({ standing }) => standing.longestStatement ?? 0],
} as const satisfies Record<string, readonly [string, (readings: Readings) => number | null | undefined]>;

/** The gauges, set anew at every look; a part that could not be read has none. */
function gauges(registers: Registry[]) {
  const made = Object.entries(single).map(([name, [help, read]]) => ({ gauge: new Gauge({ name, help, registers }), read }));
  const overdue = new Gauge({ name: "tongban_cases_overdue", help: "Open cases past their statutory or promised day, 10,000 at most", registers });
  const keyDays = new Gauge({ name: "tongban_key_days_left", help: "Days until a signing key ends", labelNames: ["purpose"], registers });
  const since = new Gauge({ name: "tongban_schedule_seconds_since_run", help: "How long ago a schedule last went through", labelNames: ["schedule"], registers });
  const late = new Gauge({ name: "tongban_schedule_late", help: "Whether a schedule should have run by now", labelNames: ["schedule"], registers });
  const findings = new Gauge({ name: "tongban_findings", help: "What wants doing, as on the page of operations", labelNames: ["kind"], registers });
  return (readings: Readings, cases: number): void => {
    for (const { gauge, read } of made) {
      const value = read(readings);
      if (value === null || value === undefined) gauge.remove();
      else gauge.set(value);
    }
    overdue.set(cases);
    for (const { purpose, daysLeft } of readings.readings.keys ?? []) keyDays.set({ purpose }, daysLeft);
    for (const schedule of readings.readings.schedules ?? []) {
      since.set({ schedule: schedule.name }, schedule.since);
      late.set({ schedule: schedule.name }, Number(isLate(schedule)));
    }
    const found = findingsOf(readings.standing);
    for (const kind of findingKinds) findings.set({ kind }, found.filter((one) => one.kind === kind).length);
  };
}

/** How this process stands to its replica; without one there is nothing to tell. */
function replicaGauges(registers: Registry[]) {
  const asked = new Gauge({ name: "tongban_replica_asked", help: "Whether public reading may be answered by the replica", registers });
  const lag = new Gauge({ name: "tongban_replica_lag_seconds", help: "How old what the replica tells may be", registers });
  const statements = new Counter({ name: "tongban_replica_statements_total", help: "Statements of public reading, by who answered them", labelNames: ["answered_by"], registers });
  return (standing: ReplicaStanding | undefined): void => {
    asked.remove();
    lag.remove();
    if (!standing) return;
    asked.set(Number(standing.state === "asked"));
    if (standing.lagMs !== undefined) lag.set(standing.lagMs / 1000);
    statements.reset();
    for (const by of ["replica", "primary"] as const) statements.inc({ answered_by: by }, standing.figures[by]);
  };
}
