import { Socket } from "node:net";
import type { PoolClient } from "pg";

/** Longer than any statement may take (`statement_timeout`): a server that says nothing for so long is not there any more. */
export const silenceMs = 40_000;

/**
 * Breaks a connection whose server owes an answer and stays silent, as behind a firewall that forgot it: its query rejects
 * and the pool opens another. Without this whoever asked would wait for ever, and each such connection would be one less.
 */
export function endWhenSilent(client: PoolClient, limitMs = silenceMs): void {
  const socket = socketOf(client);
  if (!socket) return;
  let heard = { written: socket.bytesWritten, at: performance.now() };
  const hear = () => (heard = { written: socket.bytesWritten, at: performance.now() });
  socket.on("data", hear);
  const watch = setInterval(() => {
    // Nothing is owed: silence begins with the next question.
    if (socket.bytesWritten === heard.written) hear();
    else if (performance.now() - heard.at > limitMs) socket.destroy(new Error("the database does not answer"));
  }, limitMs / 4).unref();
  socket.once("close", () => clearInterval(watch));
}

/** The driver keeps it one level down, and has no type for it. */
function socketOf(client: PoolClient): Socket | undefined {
  const connection: unknown = Reflect.get(client, "connection");
  const stream: unknown = typeof connection === "object" && connection !== null ? Reflect.get(connection, "stream") : undefined;
  return stream instanceof Socket ? stream : undefined;
}
