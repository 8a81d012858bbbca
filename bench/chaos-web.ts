// Forked to be killed: the procedures, uploads and health of a portal behind its gate, without its pages.
import { connect, standings } from "@/db/client";
import { readEnvironment } from "@/env";
import { handleFiles } from "@/server/api/files";
import { gate, type Mount } from "@/server/core/process/gate";
import { healthHandler } from "@/server/core/process/health";
import { listen } from "@/server/core/process/listen";
import { trpcHandler } from "@/server/core/process/trpc";

process.once("disconnect", () => process.exit(1));
// Its parent may have gone while it was loading.
if (process.send && !process.connected) process.exit(1);
const environment = readEnvironment();
const health = connect(environment.DATABASE_URL ?? "", 1, standings.web);
const mounts: Mount[] = [
  { prefix: "/api/health", methods: [], handler: healthHandler(health.pool, environment.DATA_DIR) },
  { prefix: "/api/files", methods: ["POST"], handler: handleFiles },
  { prefix: "/api/trpc", methods: ["POST"], json: true, handler: trpcHandler },
];
const pages: Mount = { prefix: "", methods: [], json: false, handler: (_request, response) => response.writeHead(404).end() };
const { port, close } = await listen(gate(mounts, pages, environment), 0, ["127.0.0.1"]);
process.once("SIGTERM", () => void close(10_000).then(() => process.exit(0)));
process.send?.({ port });
