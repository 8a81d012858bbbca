import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** The line of the EICAR test file, which every scanner takes for a finding and which does nothing; in two parts, so that no scanner finds it here. */
export const eicar = Buffer.from(["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"].join(""));

type Mood = "well" | "silent" | "nonsense" | "hangsUp" | "endless" | { says: string };

/** A server that speaks clamd's INSTREAM over TCP or, with a path, a socket of this machine, and knows the EICAR line. `mood` may be changed while it runs. */
export async function startClamd({ path, limit = 25 * 1024 * 1024 }: { path?: string; limit?: number } = {}) {
  const state: { mood: Mood; scanned: Buffer[] } = { mood: "well", scanned: [] };
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined).on("close", () => open.delete(socket));
    serve(socket, state, limit);
  });
  server.listen(path === undefined ? { port: 0, host: "127.0.0.1" } : { path });
  await once(server, "listening");
  const address = server.address();
  return {
    state,
    url: address && typeof address === "object" ? `tcp://127.0.0.1:${address.port}` : `unix:${path}`,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function serve(socket: Socket, state: { mood: Mood; scanned: Buffer[] }, limit: number): void {
  let buffer = Buffer.alloc(0);
  const file: Buffer[] = [];
  const say = (text: string) => void socket.end(`${text}\0`);
  socket.on("data", (chunk: Buffer) => {
    if (state.mood === "hangsUp") return void socket.destroy();
    if (socket.writableEnded) return;
    buffer = Buffer.concat([buffer, chunk]);
    const command = buffer.indexOf("\0");
    if (file.length === 0 && command >= 0 && buffer.subarray(0, command).toString() === "zINSTREAM") buffer = buffer.subarray(command + 1);
    while (buffer.length >= 4) {
      const length = buffer.readUInt32BE();
      if (length === 0) {
        const whole = Buffer.concat(file);
        state.scanned.push(whole);
        return answer(state.mood, whole, socket, say);
      }
      if (file.reduce((sum, { length: size }) => sum + size, length) > limit) return say("INSTREAM size limit exceeded. ERROR");
      if (buffer.length < 4 + length) return;
      file.push(buffer.subarray(4, 4 + length));
      buffer = buffer.subarray(4 + length);
    }
  });
}

function answer(mood: Mood, file: Buffer, socket: Socket, say: (text: string) => void): void {
  if (mood === "silent") return;
  if (mood === "nonsense") return say("stream: perhaps");
  if (mood === "endless") return void socket.write("stream: ".repeat(1_000));
  if (typeof mood === "object") return say(mood.says);
  say(file.includes(eicar) ? "stream: Eicar-Test-Signature FOUND" : "stream: OK");
}
