// Loaded into a server that is measured, before anything else: counts the statements it sends and tells them, with its
// processor time, to whoever started it. The product knows nothing of it.
import pg from "pg";

export type Counted = { statements: number; cpuMs: number };

let statements = 0;
const { query } = pg.Client.prototype;
Object.assign(pg.Client.prototype, {
  query(this: pg.Client, ...args: unknown[]) {
    statements += 1;
    return Reflect.apply(query, this, args);
  },
});

process.on("message", (message) => {
  if (message !== "counted") return;
  const { user, system } = process.cpuUsage();
  process.send?.({ statements, cpuMs: (user + system) / 1000 } satisfies Counted);
});
