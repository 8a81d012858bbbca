import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it, test } from "vitest";
import { startEmbedded, type Embedded } from "@/db/embedded";
import { archiving, copyFiles, listBackups, takeBackup } from "./archive";
import { compareFigures } from "./compare";
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
