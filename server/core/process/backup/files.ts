import { createWriteStream } from "node:fs";
import { copyFile, mkdir, readdir, rename, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Storage } from "@/server/core/storage";

/** How many files go over the network at once. */
const atOnce = 8;

/** Copies what is not there yet, or not whole: a file that was being written while it was copied has another size the next time. Tells every key. */
export async function copyFiles(from: string, to: string): Promise<string[]> {
  await mkdir(from, { recursive: true });
  await mkdir(to, { recursive: true, mode: 0o700 });
  const keys: string[] = [];
  for (const key of await filesIn(from)) {
    if (await copyFileWhole(join(from, key), join(to, key)).catch(unlessGone)) keys.push(key);
  }
  return keys;
}

/** The keys of the files under a folder, without those that are only being written. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !entry.name.endsWith(".part")).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Under its name stands all of it or nothing, also when the copy is broken off. */
async function copyFileWhole(path: string, kept: string): Promise<true> {
  const [{ size }, before] = [await stat(path), await stat(kept).catch(() => undefined)];
  if (before?.size === size) return true;
  await mkdir(dirname(kept), { recursive: true });
  await copyFile(path, `${kept}.part`);
  await rename(`${kept}.part`, kept);
  return true;
}

export function unlessGone(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
}

/** Fetches from an object storage what the folder does not have yet; an object is there whole or not at all. Tells every key. */
export async function fetchObjects(from: Storage, to: string): Promise<string[]> {
  const keys: string[] = [];
  await mkdir(to, { recursive: true, mode: 0o700 });
  for await (const batch of batches(from.list(""))) {
    const there = await Promise.all(batch.map((key) => fetchObject(from, key, join(to, key))));
    keys.push(...batch.filter((_, at) => there[at]));
  }
  return keys;
}

async function fetchObject(from: Storage, key: string, kept: string): Promise<boolean> {
  if (await stat(kept).catch(() => undefined)) return true;
  await mkdir(dirname(kept), { recursive: true });
  // Gone since it was listed: nobody misses it.
  const stream = await from.getStream(key).catch(async (error: unknown) => {
    if (await from.exists(key)) throw error;
  });
  if (!stream) return false;
  await pipeline(stream, createWriteStream(`${kept}.part`));
  await rename(`${kept}.part`, kept);
  return true;
}

/** Puts into an object storage what it does not have yet of a folder. Tells how many files there are, and how many were put. */
export async function putObjects(from: string, to: Storage): Promise<{ files: number; put: number }> {
  const keys = await filesIn(from);
  let put = 0;
  for await (const batch of batches(keys)) {
    const done = await Promise.all(batch.map(async (key) => !(await to.exists(key)) && (await to.putFile(key, join(from, key)), true)));
    put += done.filter(Boolean).length;
  }
  return { files: keys.length, put };
}

async function* batches(keys: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const key of keys) {
    if (batch.push(key) < atOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
