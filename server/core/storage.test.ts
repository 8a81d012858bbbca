import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { openObjects } from "./object-storage";
import { openObjectServer } from "./object-storage.testing";
import { diskStorage, objectStorage, type Storage } from "./storage";

let folder: string;
let objects: Awaited<ReturnType<typeof openObjectServer>>;
const places: Record<string, () => Storage> = {
  "a disk": () => diskStorage(join(folder, "files")),
  "an object storage": () => objectStorage(objects.settings),
};

async function keysOf(listed: AsyncIterable<string>): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of listed) keys.push(key);
  return keys;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "storage-"));
  objects = await openObjectServer();
});
afterAll(async () => {
  await objects.end();
  await rm(folder, { recursive: true, force: true });
});

describe.each(Object.keys(places))("on %s", (name) => {
  const open = () => places[name]!();

  it("what is kept is read again, whole, as text and in part", async () => {
    const place = open();
    await place.put("notices/a.pdf", "%PDF-1.7 通知");
    expect(await place.get("notices/a.pdf")).toBe("%PDF-1.7 通知");
    expect(Buffer.from(await place.getBytes("notices/a.pdf")).toString()).toBe("%PDF-1.7 通知");
    expect((await buffer(await place.getStream("notices/a.pdf", { start: 1, end: 3 }))).toString()).toBe("PDF");
  });

  it("a large file comes from this machine and is copied over there", async () => {
    const place = open();
    const bytes = Buffer.alloc(12 * 1024 * 1024, "0123456789");
    await writeFile(join(folder, "large"), bytes);
    await place.putFile("uploads/large.bin", join(folder, "large"));
    await place.copy("uploads/large.bin", "uploads/copy.bin");
    expect((await buffer(await place.getStream("uploads/copy.bin"))).equals(bytes)).toBe(true);
  });

  it("tells what there is, and deletes it once or twice", async () => {
    const place = open();
    for (const key of ["imports/a.csv", "imports/deep/b.csv"]) await place.put(key, "x");
    expect((await keysOf(place.list("imports/"))).toSorted()).toEqual(["imports/a.csv", "imports/deep/b.csv"]);
    expect(await keysOf(place.list("nothing/"))).toEqual([]);
    for (const _ of [1, 2]) await place.delete("imports/a.csv");
    expect([await place.exists("imports/a.csv"), await place.exists("imports/deep/b.csv")]).toEqual([false, true]);
  });

  it("a file that is lost is no matter of trying again", async () => {
    await expect(open().getStream("uploads/none.pdf")).rejects.not.toMatchObject({ kind: "unavailable" });
    await expect(open().getBytes("uploads/none.pdf")).rejects.not.toMatchObject({ kind: "unavailable" });
    await open().check();
  });
});

const away = { kind: "unavailable", code: "files.unavailable" };

test("a disk that refuses is told as away", async () => {
  await writeFile(join(folder, "blocked"), "");
  await expect(diskStorage(join(folder, "blocked")).put("a/b.pdf", "x")).rejects.toMatchObject(away);
});

test("an object storage that is not there, knows us not, or has no such bucket is told as away", async () => {
  const { settings } = objects;
  for (const wrong of [{ url: "http://127.0.0.1:9" }, { keyId: "nobody" }, { bucket: "others" }]) {
    const place = objectStorage({ ...settings, ...wrong });
    await expect(place.put("uploads/a.pdf", "x"), JSON.stringify(wrong)).rejects.toMatchObject(away);
    await expect(place.getStream("uploads/a.pdf")).rejects.toMatchObject(away);
    await expect(place.check()).rejects.toThrow();
  }
}, 20_000);

describe("a server that falters", () => {
  let server: Server;
  let answers: ("503" | "silence" | "200")[] = [];
  const received: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      const answer = answers.shift() ?? "200";
      if (answer === "silence") return;
      void buffer(request).then((body) => {
        received.push(body.toString());
        response.writeHead(Number(answer)).end();
      });
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  const patient = () => openObjects({ ...objects.settings, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, { connectMs: 200, silenceMs: 200, pauseMs: 1 });

  it("is sent the whole file again after a fault and after silence", async () => {
    await writeFile(join(folder, "paper"), "%PDF");
    answers = ["503", "silence", "200"];
    received.length = 0;
    await patient().putFile("uploads/a.pdf", join(folder, "paper"));
    expect(received.at(-1)).toBe("%PDF");
  });

  it("is given up after the third time", async () => {
    answers = ["silence", "silence", "silence", "200"];
    await expect(patient().putFile("uploads/a.pdf", join(folder, "paper"))).rejects.toThrow();
    expect(answers).toEqual(["200"]);
  });
});
