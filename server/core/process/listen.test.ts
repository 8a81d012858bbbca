import { once } from "node:events";
import { Agent, get, request as send } from "node:http";
import { performance } from "node:perf_hooks";
import { text } from "node:stream/consumers";
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

describe("a process that stops behind a proxy", () => {
  const ask = (agent: Agent, port: number) => new Promise<{ text: string; connection: string | undefined }>((done, fail) => {
    get({ agent, host: "127.0.0.1", port }, (response) => void text(response).then((body) => done({ text: body, connection: response.headers.connection }), fail)).on("error", fail);
  });

  it("lets in nobody new, answers what comes over connections that stand, and says that it was the last time", async () => {
    const { port, close } = await listen((_request, response) => void response.end("answered"), 0, ["127.0.0.1"]);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await ask(agent, port)).toEqual({ text: "answered", connection: "keep-alive" });
    const closing = close(5_000, 5_000);
    await expect(ask(new Agent(), port)).rejects.toThrow("ECONNREFUSED");
    expect(await ask(agent, port)).toEqual({ text: "answered", connection: "close" });
    const began = performance.now();
    await closing;
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it("waits no longer than it was told for connections that nobody uses", async () => {
    const { port, close } = await listen((_request, response) => void response.end("answered"), 0, ["127.0.0.1"]);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await ask(agent, port);
    const began = performance.now();
    await close(5_000, 200);
    expect(performance.now() - began).toBeGreaterThanOrEqual(199);
    expect(performance.now() - began).toBeLessThan(4_000);
    agent.destroy();
  });
});
