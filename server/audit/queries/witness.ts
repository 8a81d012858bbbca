import { mkdir, open, readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { env } from "@/env";

/** The second place of the checkpoints: a file that only grows, one JWS a line. */
export type CheckpointsFile = { last(): Promise<string | undefined>; all(): Promise<string[]>; add(jws: readonly string[]): Promise<void> };

export const checkpointsFile = (path = resolve(/* turbopackIgnore: true */ env().AUDIT_CHECKPOINTS ?? `${env().DATA_DIR}/audit/checkpoints.jws`)): CheckpointsFile => ({
  // Where the tail holds none, what stands before it counts: nobody hides the last by writing something behind it.
  last: async () => (linesOf(await tail(path)).at(-1) ?? (await allOf(path)).at(-1)),
  all: () => allOf(path),
  async add(jws) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(/* turbopackIgnore: true */ path, "a", 0o600);
    try {
      // What a crash left of a line is closed and marked as torn.
      const torn = (await file.stat()).size > 0 && !(await tail(path)).endsWith("\n");
      await file.appendFile(`${torn ? "#\n" : ""}${jws.join("\n")}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  },
});

/** Whole lines only: what a crash cut off is written again. */
const linesOf = (text: string) => text.slice(0, text.lastIndexOf("\n") + 1).split("\n").filter((line) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(line));

const allOf = async (path: string) => linesOf(await readFile(path, "utf8").catch(orNothing));

const tailBytes = 4096;

async function tail(path: string): Promise<string> {
  const file = await open(path, "r").catch(orNothing);
  if (typeof file === "string") return file;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, tailBytes)), 0, Math.min(size, tailBytes), Math.max(0, size - tailBytes));
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** No file yet is an empty one. */
function orNothing(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
  throw error;
}
