import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkpointsFile } from "@/server/audit/queries/witness";
import { isAway } from "@/db/away";
import { diskStorage } from "@/server/core/storage";
import { mountSmallDisk, type SmallDisk } from "./small-disk";

let folder: string;
let disk: SmallDisk | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "disk-"));
  // Only root may; elsewhere there is nothing to see.
  disk = await mountSmallDisk(join(folder, "small"), 1).catch(() => undefined);
});
afterAll(async () => {
  await disk?.remove();
  await rm(folder, { recursive: true, force: true });
});

const noMounting = process.getuid?.() !== 0 || process.platform !== "linux";

it.skipIf(noMounting)("without room a file is refused for now and another is there as before; with room it is kept", async (test) => {
  if (!disk) return test.skip();
  const files = diskStorage(join(folder, "small", "files"));
  await files.put("uploads/before.pdf", "a paper");
  await disk.fill();
  await expect(files.put("uploads/during.pdf", "x".repeat(100_000))).rejects.toMatchObject({ kind: "unavailable", code: "files.unavailable" });
  expect(await files.get("uploads/before.pdf")).toBe("a paper");
  await disk.free();
  await files.put("uploads/during.pdf", "x".repeat(100_000));
  expect(await files.get("uploads/during.pdf")).toHaveLength(100_000);
});

it.skipIf(noMounting)("the second place of the audit log, once it has room again, holds every checkpoint whole", async (test) => {
  if (!disk) return test.skip();
  const file = checkpointsFile(join(folder, "small", "checkpoints.jws"));
  await file.add(["a.b.c"]);
  await disk.fill();
  const refused: unknown = await file.add(Array.from({ length: 2000 }, (_, index) => `d.e.f${index}`)).catch((error: unknown) => error);
  expect(isAway(refused)).toBe(true);
  await disk.free();
  await file.add(["g.h.i"]);
  const all = await file.all();
  expect([all[0], all.at(-1)]).toEqual(["a.b.c", "g.h.i"]);
  expect(await readdir(join(folder, "small"))).not.toContain("ballast");
});
