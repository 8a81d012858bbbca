// Forked to be watched or killed: the whole portal with its pages, as `npm start` runs it, on PORT or a port of its own.
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address ? address.port : 0;
}

const port = Number(process.env["PORT"]) || (await freePort());
process.env["PORT"] = String(port);
await import("@/server/main");
while (!(await fetch(`http://127.0.0.1:${port}/api/health/ready`).then(({ ok }) => ok, () => false))) await pause(200);
process.send?.({ port });
