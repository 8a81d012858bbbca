import { connect, type Socket } from "node:net";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate as turn } from "node:timers/promises";
import { Unavailable } from "../signed-request";
import type { FileScannerPort, Verdict } from "./port";

const longestAnswer = 1_000;

/**
 * ClamAV's clamd, at `tcp://host:port` or `unix:/path`, by its INSTREAM command: the file in chunks that say their length, an
 * empty one at the end, one line in return. The file is streamed; `patienceMs` bounds connecting, sending and scanning together.
 */
export const clamd = ({ url, patienceMs = 20_000 }: { url: string; patienceMs?: number }): FileScannerPort => ({
  async scan(bytes) {
    const socket = reach(url);
    const tooLong = setTimeout(() => socket.destroy(new Error("too slow")), patienceMs);
    // It answers before all was sent where a file is larger than it takes; the rest then goes nowhere.
    const answer = answerOf(socket).finally(() => socket.destroy());
    pipeline(bytes, framed, socket, { end: false }).catch(() => undefined);
    try {
      return verdictOf(await answer);
    } catch {
      throw new Unavailable("file scanner");
    } finally {
      clearTimeout(tooLong);
      bytes.destroy();
    }
  },
});

function reach(url: string): Socket {
  if (url.startsWith("unix:")) return connect({ path: url.slice("unix:".length) });
  const { hostname, port } = new URL(url);
  return connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) });
}

async function* framed(bytes: Readable): AsyncGenerator<Buffer> {
  yield Buffer.from("zINSTREAM\0");
  for await (const chunk of bytes) {
    const data = Buffer.from(chunk);
    // What it said meanwhile is read before more is sent: a connection that it closed breaks at the next write, its last words unread.
    await turn();
    // An empty chunk would say that this is the end.
    if (data.length > 0) yield Buffer.concat([lengthOf(data.length), data]);
  }
  yield lengthOf(0);
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

/** What comes back, up to the zero byte that ends it. */
function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (text.includes("\0")) resolve(text.slice(0, text.indexOf("\0")));
      else if (text.length > longestAnswer) reject(new Error("no end"));
    });
    socket.on("error", reject);
    for (const over of ["end", "close"]) socket.on(over, () => reject(new Error("closed")));
  });
}

/** Limits that were reached and locked contents are findings to clamd, as it is set; of the file they say that it was not seen. */
function verdictOf(answer: string): Verdict {
  if (answer === "stream: OK") return { kind: "clean" };
  if (answer.startsWith("INSTREAM size limit exceeded")) return { kind: "unscannable" };
  const found = /^stream: ([\w.:/()-]{1,200}) FOUND$/.exec(answer)?.[1];
  if (!found) throw new Error("no verdict");
  return /^Heuristics\.(Limits\.Exceeded|Encrypted)/.test(found) ? { kind: "unscannable" } : { kind: "infected", found };
}
