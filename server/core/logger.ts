import { AsyncLocalStorage } from "node:async_hooks";
import { tracing } from "@/db/tracing";

/** One JSON line per event on standard error: UTC time, level, event, ids. Never personal data. */
type Fields = Record<string, string | number | boolean | undefined>;

/** What all lines of one request bear: its id and, once it is known, the number of the case it is about. */
type Scope = { requestId: string; caseNumber?: string };

const place = Symbol.for("tongban.log-scope");
const shared: typeof globalThis & { [place]?: AsyncLocalStorage<Scope> } = globalThis;
// The entry and Next's bundle each have a copy of this module; a request goes through both.
const scopes = (shared[place] ??= new AsyncLocalStorage<Scope>());

/** Everything logged within bears the request's id. */
export const withinRequest = <T>(requestId: string, work: () => T): T => scopes.run({ requestId }, work);

/** From now on the lines of this request name the case too. */
export function logCase(caseNumber: string): void {
  const scope = scopes.getStore();
  if (scope) scope.caseNumber = caseNumber;
}

const traceOf = () => {
  const current = tracing()?.current();
  return current ? { traceId: current.traceId } : {};
};

function write(level: "info" | "warn" | "error", event: string, fields: Fields): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...scopes.getStore(), ...traceOf(), ...fields })}\n`);
}

export const logger = {
  info: (event: string, fields: Fields = {}) => write("info", event, fields),
  warn: (event: string, fields: Fields = {}) => write("warn", event, fields),
  error: (event: string, fields: Fields = {}) => write("error", event, fields),
};
