import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { certificates } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createCertificateType, createCitizen, createItem, createPlace, type Place } from "@/db/testing/factories";

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let place: Place;
let typeId = "";
let dir = "";

beforeAll(async () => {
  test = await createTestDatabase();
  dir = await mkdtemp(join(tmpdir(), "tongban-import-"));
  place = await createPlace(test.db);
  const item = await createItem(test.db, place);
  typeId = (await createCertificateType(test.db, place, { linkedItems: [item.code.slice(19, 31)], severalPerHolder: true })).id;
  const { citizenId } = await createCitizen(test.db);
  const head = "证照编号,持证主体,持证主体代码,颁发日期";
  await writeFile(join(dir, "good.csv"), `${head}\nA1,张三,${citizenId},2020-03-02\nA2,张三,${citizenId},2021-03-02\n`);
  await writeFile(join(dir, "mixed.csv"), `${head}\nA2,张三,${citizenId},2021-03-02\nA3,张三,1,2021-03-02\n`);
  await writeFile(join(dir, "wrong.csv"), "证照编号\nA1\n");
});
afterAll(async () => {
  await test.close();
  await rm(dir, { recursive: true });
});

const run = (file: string, ...more: string[]) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const args = ["--import", "tsx", join(import.meta.dirname, "certificates-import.ts"), join(dir, file), "--type", typeId, "--issuer", place.uscc, ...more];
    const child = execFile(process.execPath, args, { cwd: join(import.meta.dirname, ".."), env: { ...process.env, DATABASE_URL: test.url, DATA_DIR: dir, CLOCK: "" } }, (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, output: stdout + stderr }));
  });

it("an operator sees what a file would become, makes it, and makes nothing twice", async () => {
  expect(await run("good.csv")).toMatchObject({ code: 0, output: expect.stringContaining('"make":2,"same":0,"refuse":0') });
  expect(await test.db.$count(certificates)).toBe(0);
  expect(await run("good.csv", "--make")).toMatchObject({ code: 0, output: expect.stringContaining('"made":2') });
  expect(await run("mixed.csv", "--make")).toMatchObject({ code: 1, output: expect.stringMatching(/row 3, 持证主体代码: The code of holder 1 is not a correct/) });
  expect(await test.db.$count(certificates)).toBe(2);
  expect(await run("wrong.csv", "--make")).toMatchObject({ code: 2, output: expect.stringContaining("This column is missing") });
  expect(await run("good.csv", "--issuer", "nobody")).toMatchObject({ code: 3, output: expect.stringContaining("No organ has the credit code") });
}, 60_000);
