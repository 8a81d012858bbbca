// The yardstick of pages for people signed in, run as a process of its own: Next as it comes, with a page that asks who one
// is and greets. Of it nothing ships.
import { createServer } from "node:http";
import next from "next";

const app = next({ dev: false, dir: import.meta.dirname });
await app.prepare();
const handler = app.getRequestHandler();
const server = createServer((request, response) => void handler(request, response)).listen(Number(process.env["PORT"]), "127.0.0.1");

function stop(): void {
  server.close();
  server.closeAllConnections();
  void app.close().finally(() => process.exit(0));
}
process.on("SIGTERM", stop);
process.on("disconnect", stop);
