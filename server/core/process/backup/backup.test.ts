import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it, test } from "vitest";
import { startEmbedded, type Embedded } from "@/db/embedded";
import { archiving, listBackups, placesOf, takeBackup } from "./archive";
import { openObjectServer } from "@/server/core/object-storage.testing";
import { objectStorage } from "@/server/core/storage";
import { compareFigures } from "./compare";
import { copyFiles, fetchObjects, putObjects } from "./files";
import { pruneBackups } from "./prune";
import { chooseBackup, restoreBackup } from "./restore";

let place: string;
let database: Embedded;
const home = () => join(place, "data");
const backups = () => join(place, "backups");

async function ask<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "backup-"));
  // A service account must be able to reach what lies beneath.
  await import("node:fs/promises").then(({ chmod }) => chmod(place, 0o755));
  await mkdir(join(home(), "files"), { recursive: true });
  await mkdir(backups(), { recursive: true });
  database = await startEmbedded({ dataDir: join(home(), "postgres"), settings: await archiving(backups()) });
});
afterAll(async () => {
  await database.stop();
  await rm(place, { recursive: true, force: true });
});

test("a database that runs is copied, and brought back as it was at an instant after that", async () => {
  await ask(database.url, "create table cases (name text)");
  await ask(database.url, "insert into cases values ('before')");
  await writeFile(join(home(), "files", "paper.pdf"), "%PDF");
  await takeBackup(database.url, home(), backups());
  await ask(database.url, "insert into cases values ('after')");
  const [instant] = await ask<{ at: Date }>(database.url, "select clock_timestamp() as at");
  await ask(database.url, "select pg_sleep(0.01)");
  await ask(database.url, "delete from cases");
  await ask(database.url, "select pg_switch_wal()");
  // The last piece of the log is put aside by the time this says so.
  for (let left = 1; left > 0;) [{ left } = { left: 0 }] = await ask<{ left: number }>(database.url, "select count(*)::int as left from pg_ls_archive_statusdir() where name like '%.ready'");

  const into = join(place, "restored");
  await restoreBackup(backups(), into, { at: new Date(instant!.at.getTime() + 1) });
  const again = await startEmbedded({ dataDir: join(into, "postgres") });
  try {
    expect(await ask(again.url, "select name from cases order by 1")).toEqual([{ name: "after" }, { name: "before" }]);
  } finally {
    await again.stop();
  }
  expect(await readFile(join(into, "files", "paper.pdf"), "utf8")).toBe("%PDF");
  await expect(restoreBackup(backups(), into, {})).rejects.toThrow(/not empty/);
  await mkdir(join(backups(), "base", "2026-03-02T00-00-00-000Z.part"));
  expect(await listBackups(backups())).toHaveLength(1);
}, 60_000);

it("takes old backups away with their log, and the files that no other names; the latest stays whatever its age", async () => {
  const folder = join(place, "old");
  const { base, wal, files } = placesOf(folder);
  const put = async (path: string, content: string) => {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, content);
    await utimes(path, new Date("2026-01-01"), new Date("2026-01-01"));
  };
  const segment = (number: number) => `0000000100000000${number.toString(16).toUpperCase().padStart(8, "0")}`;
  for (const [number, keys] of [[2, ["erased", "both"]], [5, ["both"]], [7, ["both", "new"]]] as const) {
    const taken = `2026-03-0${number}T02:00:00.000Z`;
    await put(join(base, `b${number}`, "taken.json"), JSON.stringify({ name: `b${number}`, startedAt: taken, takenAt: taken }));
    await put(join(base, `b${number}`, "files.txt"), keys.join("\n"));
    await put(join(base, `b${number}`, "postgres", "backup_label"), `START WAL LOCATION: 0/${number}000028 (file ${segment(number)})\n`);
    await put(join(wal, segment(number)), "");
  }
  for (const key of ["erased", "both", "new", "uploads/copied-now"]) await put(join(files, key), "");
  await utimes(join(files, "uploads/copied-now"), new Date("2026-03-08"), new Date("2026-03-08"));

  expect(await pruneBackups(folder, 5, new Date("2026-03-08T03:00:00Z"))).toEqual({ backups: 1, files: 1, log: 1, unnamed: false });
  expect([await readdir(base), await readdir(wal)]).toEqual([["b5", "b7"], [segment(5), segment(7)]]);
  expect((await readdir(files)).toSorted()).toEqual(["both", "new", "uploads"]);
  expect(await pruneBackups(folder, 5, new Date("2027-01-01T00:00:00Z"))).toMatchObject({ backups: 1, log: 1, files: 1 });
  expect([await readdir(base), (await readdir(files)).toSorted()]).toEqual([["b7"], ["both", "new", "uploads"]]);
  // Of an earlier release: it names no files, so all stay.
  await rm(join(base, "b7", "files.txt"));
  expect(await pruneBackups(folder, 5, new Date("2027-01-01T00:00:00Z"))).toMatchObject({ files: 0, unnamed: true });
});

it("fetches files out of an object storage, puts them back, and each of them once", async () => {
  const objects = await openObjectServer();
  try {
    const [bucket, folder] = [objectStorage(objects.settings), join(place, "fetched")];
    const keys = Array.from({ length: 11 }, (_, at) => `uploads/${at}/paper.pdf`);
    for (const key of keys) await bucket.put(key, key);
    expect((await fetchObjects(bucket, folder)).toSorted()).toEqual(keys.toSorted());
    expect(await readFile(join(folder, "uploads/3/paper.pdf"), "utf8")).toBe("uploads/3/paper.pdf");
    await bucket.delete("uploads/4/paper.pdf");
    expect(await putObjects(folder, bucket)).toEqual({ files: 11, put: 1 });
    expect(await bucket.get("uploads/4/paper.pdf")).toBe("uploads/4/paper.pdf");
  } finally {
    await objects.end();
  }
});

it("puts a piece of the log aside once, says so when asked again, and never puts another in its place", async () => {
  const folder = join(place, "pieces");
  const { archive_command: command = "" } = await archiving(folder);
  const put = async (content: string) => {
    await writeFile(join(place, "piece"), content);
    return spawnSync("sh", ["-c", command.replaceAll("%p", join(place, "piece")).replaceAll("%f", "0001")]).status;
  };
  expect([await put("one"), await put("one"), await put("another")]).toEqual([0, 0, 1]);
  expect(await readFile(join(folder, "wal", "0001"), "utf8")).toBe("one");
});

it("makes whole what it met half written, and leaves what a copy that was broken off has begun", async () => {
  const [from, to] = [join(place, "papers"), join(place, "kept")];
  await mkdir(join(from, "a"), { recursive: true });
  await writeFile(join(from, "a", "one.pdf"), "%P");
  await copyFiles(from, to);
  await writeFile(join(from, "a", "one.pdf"), "%PDF");
  await writeFile(join(to, "a", "two.pdf.part"), "%");
  await copyFiles(from, to);
  expect(await readFile(join(to, "a", "one.pdf"), "utf8")).toBe("%PDF");
  await copyFiles(to, join(place, "back"));
  expect(await readdir(join(place, "back", "a"))).toEqual(["one.pdf"]);
});

it("takes the latest backup that was whole at the instant", () => {
  const backupsOf = ["2026-03-01", "2026-03-02", "2026-03-03"].map((day) => ({ name: day, startedAt: `${day}T01:00:00Z`, takenAt: `${day}T02:00:00Z` }));
  expect(chooseBackup(backupsOf, new Date("2026-03-02T12:00:00Z"))?.name).toBe("2026-03-02");
  expect(chooseBackup(backupsOf, new Date("2026-03-02T01:30:00Z"))?.name).toBe("2026-03-01");
  expect(chooseBackup(backupsOf, undefined)?.name).toBe("2026-03-03");
  expect(chooseBackup(backupsOf, new Date("2026-02-01T00:00:00Z"))).toBeUndefined();
});

it("tells what is the same, what changed meanwhile, and what is different", () => {
  const figure = (table: string, sum: string) => ({ table, rows: "1", sum });
  const before = [figure("a", "1"), figure("b", "1"), figure("c", "1"), figure("d", "1")];
  const after = [figure("a", "1"), figure("b", "3"), figure("c", "1"), figure("d", "2")];
  const restored = [figure("a", "1"), figure("b", "2"), figure("c", "9"), figure("d", "2")];
  expect(compareFigures(before, after, restored).map(({ verdict }) => verdict)).toEqual(["same", "changed meanwhile", "DIFFERENT", "same"]);
});
