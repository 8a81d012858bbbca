// Loaded into a server that is measured, before anything else: counts the statements it sends to answer requests and tells
// them, with its processor time, to whoever started it. The product knows nothing of it.
import { AsyncLocalStorage } from "node:async_hooks";
import { Server } from "node:http";
import pg from "pg";

/** Statements of requests, with those that only bring a connection to its standing or begin and end a transaction; `last` without these, of the last answer. */
export type Counted = { statements: number; last: number; cpuMs: number };

const bracket = /^(?:begin|commit|rollback|start transaction|select set_config\('role')/i;
const requests = new AsyncLocalStorage<{ sent: number }>();
let statements = 0;
let last = 0;

const { query } = pg.Client.prototype;
Object.assign(pg.Client.prototype, {
  query(this: pg.Client, ...args: unknown[]) {
    const request = requests.getStore();
    if (request) {
      const [first] = args;
      statements += 1;
      if (!bracket.test(typeof first === "object" && first !== null && "text" in first ? String(first.text) : String(first))) request.sent += 1;
    }
    return Reflect.apply(query, this, args);
  },
});

const { emit } = Server.prototype;
Object.assign(Server.prototype, {
  emit(this: Server, event: string, ...args: unknown[]) {
    if (event !== "request" || requests.getStore()) return Reflect.apply(emit, this, [event, ...args]);
    const request = { sent: 0 };
    const [, response] = args;
    if (response instanceof Object && "once" in response && typeof response.once === "function") response.once("close", () => (last = request.sent));
    return requests.run(request, () => Reflect.apply(emit, this, [event, ...args]));
  },
});

process.on("message", (message) => {
  if (message !== "counted") return;
  const { user, system } = process.cpuUsage();
  process.send?.({ statements, last, cpuMs: (user + system) / 1000 } satisfies Counted);
});
