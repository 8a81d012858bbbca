// Loaded into a process of the harness ahead of everything else: tells whoever started it what it uses. The heap is told
// after garbage was collected, so that what is left is what somebody holds.
import { readdirSync } from "node:fs";

export type Usage = { rss: number; heap: number; descriptors: number };

process.on("message", (message) => {
  if (message !== "usage") return;
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ rss, heap: heapUsed, descriptors: readdirSync("/dev/fd").length } satisfies Usage);
});
