import { once } from "node:events";
import { request as send } from "node:http";
import { describe, expect, it } from "vitest";
import { addressesFor, listen, type Listening } from "./listen";

/** The status of an attempt to upgrade a connection. */
async function upgrade({ port }: Listening, host: string): Promise<number | undefined> {
  const call = send({ host, port, headers: { connection: "Upgrade", upgrade: "websocket" } }).end();
  const [response] = (await Promise.race([once(call, "upgrade"), once(call, "response")])) as [{ statusCode?: number; resume(): void }];
  response.resume();
  return response.statusCode;
}

describe("listening", () => {
  it("answers on every loopback address of one port, and frees it again", async () => {
    const listening = await listen((_request, response) => response.end("here"), 0, addressesFor(undefined, true));
    expect(await (await fetch(`http://127.0.0.1:${listening.port}`)).text()).toBe("here");
    await listening.close(0);
    await expect(fetch(`http://127.0.0.1:${listening.port}`)).rejects.toThrow();
  });

  it("hands upgraded connections on where somebody wants them, nowhere else, and waits for none of them", async () => {
    const answer = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n";
    const pushing = await listen((_request, response) => response.end(), 0, ["127.0.0.1"], (_request, socket) => socket.write(answer));
    expect(await upgrade(pushing, "127.0.0.1")).toBe(101);
    await pushing.close(0);
    const plain = await listen((_request, response) => response.end(), 0, ["127.0.0.1"]);
    expect(await upgrade(plain, "127.0.0.1")).toBe(200);
    await plain.close(0);
  });
});
