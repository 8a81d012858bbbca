import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findRunning, startEmbedded, testSettings } from "./embedded";

async function ask<Row>(url: string, text: string): Promise<Row[]> {
  const client = new Client(url);
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

describe("the embedded PostgreSQL", () => {
  let folder: string;
  // mkdtemp closes the folder to every other account, so as root this is also the checkout under /root.
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "tongban-pg-"))));
  afterEach(() => rm(folder, { recursive: true }));
  const open = (log: (line: string) => void = () => undefined, settings = testSettings) => startEmbedded({ dataDir: join(folder, "postgres"), settings, log });

  it("keeps its data from one start to the next", async () => {
    const first = await open();
    await ask(first.url, "create table kept as select 1 as n");
    expect(findRunning(join(folder, "postgres"))).toBe(first.url);
    await first.stop();
    expect(findRunning(join(folder, "postgres"))).toBeUndefined();
    const second = await open();
    expect(await ask(second.url, "select n from kept")).toEqual([{ n: 1 }]);
    await second.stop();
  });

  it("sees Chinese characters as letters in trigrams", async () => {
    const server = await open();
    await ask(server.url, "create extension pg_trgm");
    expect(await ask(server.url, "select cardinality(show_trgm('居民身份证')) as n")).toEqual([{ n: 6 }]);
    await server.stop();
  });

  it("refuses a wrong password", async () => {
    const server = await open();
    await expect(ask(server.url.replace(/:[0-9a-f]+@/, ":wrong@"), "select 1")).rejects.toThrow(/password/);
    await server.stop();
  });

  it("comes back at the same address when its process is killed, with all that was committed", async () => {
    const server = await open(undefined, { ...testSettings, synchronous_commit: "on" });
    await ask(server.url, "create table kept as select 1 as n");
    process.kill(Number(readFileSync(join(folder, "postgres/postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
    await pause(100);
    for (let attempt = 0; attempt < 100 && findRunning(join(folder, "postgres")) === undefined; attempt += 1) await pause(100);
    expect(await ask(server.url, "select n from kept")).toEqual([{ n: 1 }]);
    await server.stop();
  });

  it("replaces a server that a killed run left behind", async () => {
    const start = `import("./db/embedded.ts").then(({ startEmbedded }) => startEmbedded({ dataDir: ${JSON.stringify(join(folder, "postgres"))} })).then(() => console.log("up"))`;
    const child = spawn(process.execPath, ["--import", "tsx", "-e", start], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    const lines: string[] = [];
    const next = await open((line) => lines.push(line));
    expect(lines).toEqual(["stopping the database that an earlier run left behind"]);
    expect(await ask(next.url, "select 1 as n")).toEqual([{ n: 1 }]);
    await next.stop();
  });
});
