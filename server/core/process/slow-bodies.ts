import type { IncomingMessage, ServerResponse } from "node:http";

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;
type Pace = { /** Nothing is asked of the first seconds of a body. */ graceMs: number; bytesPerSecond: number; everyMs: number };

/** What the worst telephone line of a village sends; nobody holds a connection open by a byte now and then. */
const usual: Pace = { graceMs: 10_000, bytesPerSecond: 500, everyMs: 2_000 };

/**
 * Gives up on a body that comes more slowly than anybody's line, with 408. A large file over a slow line takes the time that it takes: what
 * counts is its pace, and only while whoever reads it has read all that came.
 */
export function dropSlowBodies(next: Handler, { graceMs, bytesPerSecond, everyMs }: Pace = usual): Handler {
  return (request, response) => {
    const { headers, socket } = request;
    if (headers["transfer-encoding"] === undefined && !(Number(headers["content-length"]) > 0)) return next(request, response);
    let [began, before] = [Date.now(), socket.bytesRead];
    const watching = setInterval(() => {
      const elapsed = Date.now() - began;
      // We are the slow ones: it starts anew.
      if (request.readableLength > 0) [began, before] = [Date.now(), socket.bytesRead];
      else if (elapsed > graceMs && (socket.bytesRead - before) / elapsed < bytesPerSecond / 1000) {
        stop();
        giveUp(request, response);
      }
    }, everyMs);
    const stop = () => clearInterval(watching);
    for (const over of ["end", "error", "close"]) request.once(over, stop);
    response.once("close", stop);
    return next(request, response);
  };
}

function giveUp(request: IncomingMessage, response: ServerResponse): void {
  // Whoever reads it hears that it broke off, as of any who hang up, and lets go of what it has begun: of a socket that ends after its answer they would not hear.
  const drop = (): void => void request.destroy();
  if (response.headersSent) return drop();
  response.writeHead(408, { connection: "close", "content-length": 0, "cache-control": "no-store" }).end(drop);
}
