import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { fileTypeFromFile } from "file-type";
import sharp from "sharp";
import { DomainError } from "@/domain/core/errors";

/** The largest upload, in bytes. */
export const maxUploadBytes = 20 * 1024 * 1024;

// 50 megapixels: any phone's photograph, no decompression bomb.
const maxPixels = 50_000_000;
const longestEdge = 4000;

export type Checked = { path: string; mime: string; extension: string; size: number; sha256: string };

/**
 * Looks at what a file really is and makes it safe to keep: PDF as it is, pictures drawn anew without metadata, HEIC as
 * JPEG. The result lies at `path` or beside it.
 * Errors (invalid): `files.empty`, `files.wrongType`, `files.passwordProtected`, `files.unreadable`.
 */
export async function checkUpload(path: string): Promise<Checked> {
  const { size } = await stat(path);
  if (size === 0) throw new DomainError("invalid", "files.empty");
  const type = await fileTypeFromFile(path);
  switch (type?.mime) {
    case "application/pdf":
      if (await isEncrypted(path, size)) throw new DomainError("invalid", "files.passwordProtected");
      return describe(path, "application/pdf", "pdf");
    case "image/jpeg":
    case "image/png":
      return redraw(path, type.mime === "image/png" ? "png" : "jpeg", path);
    case "image/heic":
    case "image/heif":
      return redraw(path, "jpeg", await convertHeic(path));
    default:
      throw new DomainError("invalid", "files.wrongType");
  }
}

async function describe(path: string, mime: string, extension: string): Promise<Checked> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return { path, mime, extension, size: (await stat(path)).size, sha256: hash.digest("hex") };
}

async function redraw(path: string, format: "jpeg" | "png", source: string | Buffer): Promise<Checked> {
  const target = `${path}.${format}`;
  try {
    const picture = sharp(source, { limitInputPixels: maxPixels, failOn: "error" }).autoOrient().resize({ width: longestEdge, height: longestEdge, fit: "inside", withoutEnlargement: true });
    await (format === "png" ? picture.png() : picture.jpeg({ quality: 85, mozjpeg: false })).toFile(target);
  } catch {
    throw new DomainError("invalid", "files.unreadable");
  }
  return describe(target, `image/${format}`, format === "jpeg" ? "jpg" : "png");
}

/** A signature as it was drawn on a screen, drawn anew: whatever else was sent in its place is no picture. Errors: `files.unreadable` (invalid). */
export async function redrawSignature(bytes: Uint8Array): Promise<Buffer> {
  try {
    return await sharp(bytes, { limitInputPixels: 4_000_000, failOn: "error" }).png().toBuffer();
  } catch {
    throw new DomainError("invalid", "files.unreadable");
  }
}

// The trailer that names an encryption dictionary stands at the end, or at the start of a linearised file.
async function isEncrypted(path: string, size: number): Promise<boolean> {
  const window = 64 * 1024;
  const file = await open(path);
  try {
    const ends = await Promise.all([0, Math.max(0, size - window)].map((position) => file.read(Buffer.alloc(window), 0, window, position)));
    return ends.some(({ buffer }) => /\/Encrypt\b/.test(buffer.toString("latin1")));
  } finally {
    await file.close();
  }
}

let queue: Promise<unknown> = Promise.resolve();

// One at a time: decoding twelve megapixels takes seconds and hundreds of megabytes.
function convertHeic(path: string): Promise<Buffer> {
  const mine = queue.then(() => inWorker(path));
  queue = mine.catch(() => undefined);
  return mine;
}

function inWorker(path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const refused = new DomainError("invalid", "files.unreadable");
    const worker = new Worker(new URL("./heic-worker.ts", import.meta.url), { workerData: { path, maxPixels }, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
    worker.once("message", (bytes: Uint8Array | null) => (bytes ? resolve(Buffer.from(bytes)) : reject(refused)));
    worker.once("error", () => reject(refused));
    worker.once("exit", () => reject(refused));
  });
}
