import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";
import { DomainError } from "@/domain/core/errors";
import { env, type ObjectSettings } from "@/env";
import { logger } from "./logger";
import type { openObjects, Range } from "./object-storage";

/**
 * Private file storage. Keys are generated, never names given by people, and a file never changes under its key.
 * Errors: `files.unavailable` where the place of the files is away, slow, full or refuses us; a file that is missing there is
 * an unforeseen error.
 */
export type Storage = {
  put(key: string, content: string | Uint8Array): Promise<void>;
  /** From a file of this machine, so that it can be sent again. */
  putFile(key: string, path: string): Promise<void>;
  get(key: string): Promise<string>;
  getBytes(key: string): Promise<Uint8Array>;
  /** Rejects before the first byte where there is nothing to read. */
  getStream(key: string, range?: Range): Promise<Readable>;
  exists(key: string): Promise<boolean>;
  copy(from: string, to: string): Promise<void>;
  /** Nothing there is as good as deleted. */
  delete(key: string): Promise<void>;
  /** Every key that begins with the prefix, in pages. */
  list(prefix: string): AsyncGenerator<string>;
  /** When it was stored, by the clock of the place. */
  storedAt(key: string): Promise<Date>;
  /** Rejects where the place cannot be reached or does not know us. */
  check(): Promise<void>;
};

let opened: Storage | undefined;

/** `${DATA_DIR}/files`, or the bucket that `S3_URL` and `S3_BUCKET` name. */
export function storage(): Storage {
  const { objects, DATA_DIR } = env();
  opened ??= objects ? objectStorage(objects) : diskStorage(resolve(DATA_DIR, "files"));
  return opened;
}

/** The folder of a disk. */
export function diskStorage(location: string): Storage {
  const disk = new Disk(new FSDriver({ location, visibility: "private" }));
  return guarded({
    ...through(() => Promise.resolve(disk)),
    putFile: (key, path) => disk.putStream(key, createReadStream(path)),
    // Opened first: what is not there is known before anything is said about it.
    getStream: async (key, range) => (await open(resolve(location, disk.file(key).key))).createReadStream(range),
    check: async () => void (await disk.exists("none")),
  });
}

/** A bucket. Its client is loaded at the first use, so that whoever keeps files on a disk never pays for it. */
export function objectStorage(settings: ObjectSettings): Storage {
  let loading: Promise<ReturnType<typeof openObjects>> | undefined;
  const reach = () => (loading ??= import("./object-storage").then((loaded) => loaded.openObjects(settings)));
  return guarded({
    ...through(async () => (await reach()).disk),
    putFile: async (key, path) => (await reach()).putFile(key, path),
    getStream: async (key, range) => (await reach()).getStream(key, range),
    check: async () => (await reach()).check(),
  });
}

/** What is the same wherever the files lie. */
function through(reach: () => Promise<Disk>): Omit<Storage, "putFile" | "getStream" | "check"> {
  return {
    put: async (key, content) => (await reach()).put(key, content),
    get: async (key) => (await reach()).get(key),
    getBytes: async (key) => (await reach()).getBytes(key),
    exists: async (key) => (await reach()).exists(key),
    copy: async (from, to) => (await reach()).copy(from, to),
    delete: async (key) => (await reach()).delete(key),
    storedAt: async (key) => (await (await reach()).getMetaData(key)).lastModified,
    async *list(prefix) {
      const disk = await reach();
      for (let page: string | undefined, more = true; more; more = page !== undefined) {
        const { objects, paginationToken } = await disk.listAll(prefix, { recursive: true, ...(page ? { paginationToken: page } : {}) });
        for (const object of objects) if (object.isFile) yield object.key;
        page = paginationToken;
      }
    },
  };
}

/** Every way to the files, with what goes wrong on it told in our words. */
function guarded(inner: Storage): Storage {
  return {
    put: (key, content) => inner.put(key, content).catch(unlessMissing),
    putFile: (key, path) => inner.putFile(key, path).catch(unlessMissing),
    get: (key) => inner.get(key).catch(unlessMissing),
    getBytes: (key) => inner.getBytes(key).catch(unlessMissing),
    getStream: (key, range) => inner.getStream(key, range).catch(unlessMissing),
    exists: (key) => inner.exists(key).catch(unlessMissing),
    copy: (from, to) => inner.copy(from, to).catch(unlessMissing),
    delete: (key) => inner.delete(key).catch(unlessMissing),
    list: (prefix) => inner.list(prefix),
    storedAt: (key) => inner.storedAt(key).catch(unlessMissing),
    check: () => inner.check(),
  };
}

/** A file that should be there and is not was lost: that is no matter of trying again. */
function unlessMissing(error: unknown): never {
  const cause = rootOf(error);
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
  // The library's own words: a key that is none.
  if (code === "ENOENT" || code === "NoSuchKey" || code.startsWith("E_")) throw error;
  logger.error("storage.failed", { code });
  throw new DomainError("unavailable", "files.unavailable");
}

/** What lies beneath the words of the libraries between. */
function rootOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error("unknown");
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}
