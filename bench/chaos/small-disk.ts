import { execFile } from "node:child_process";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A disk of its own under a folder, in memory, that can be filled to the last byte. */
export type SmallDisk = { fill(): Promise<void>; free(): Promise<void>; remove(): Promise<void> };

/** Mounts one; only root may, and only on Linux. */
export async function mountSmallDisk(path: string, megabytes: number): Promise<SmallDisk> {
  await mkdir(path, { recursive: true });
  await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0755`, "tmpfs", path]).catch((error: unknown) => {
    throw new Error("A small disk can be mounted by root on Linux only: this fault is not played here.", { cause: error });
  });
  const ballast = join(path, "ballast");
  return {
    async fill() {
      const file = await open(ballast, "a");
      try {
        // In large steps, then in small ones.
        for (const size of [2 ** 20, 4096]) while (await file.write(Buffer.alloc(size)).then(({ bytesWritten }) => bytesWritten === size, isFull));
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast, { force: true }),
    // Somebody may still have a file open there; it is gone from sight at once.
    remove: async () => void (await run("umount", ["-l", path])),
  };
}

function isFull(error: unknown): false {
  if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
  throw error;
}
