import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import convert from "heic-convert";

// Runs in its own thread (Node strips the types): decodes one HEIC picture to JPEG, or answers null.
const { path, maxPixels } = workerData as { path: string; maxPixels: number };

async function decode(): Promise<Uint8Array | null> {
  const bytes = await readFile(path);
  if (declaredPixels(bytes) > maxPixels) return null;
  return new Uint8Array(await convert({ buffer: bytes, format: "JPEG", quality: 0.9 }));
}

/** The largest image that an `ispe` box declares, before anything is decoded. */
function declaredPixels(bytes: Buffer): number {
  let most = 0;
  for (let at = bytes.indexOf("ispe"); at >= 0 && at + 16 <= bytes.length; at = bytes.indexOf("ispe", at + 4)) {
    most = Math.max(most, bytes.readUInt32BE(at + 8) * bytes.readUInt32BE(at + 12));
  }
  return most;
}

decode().then((bytes) => parentPort?.postMessage(bytes), () => parentPort?.postMessage(null));
