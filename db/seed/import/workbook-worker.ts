import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { inflateRawSync } from "node:zlib";
import readSheets from "read-excel-file/node";

// Apart from the portal: a workbook is parsed in one go, and a hostile one must cost no more than this worker.
const { path, limits } = workerData as { path: string; limits: { bytes: number; entries: number; rows: number } };

const ENTRY = 0x02014b50;

type Fit = "fits" | "tooLarge" | "unreadable";

/** Unpacks every part once with what may still come as its bound, whatever the archive says of its sizes. */
function measure(zip: Buffer): Fit {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length) return "unreadable";
  const entries = zip.readUInt16LE(end + 10);
  if (entries > limits.entries) return "tooLarge";
  let at = zip.readUInt32LE(end + 16);
  let left = limits.bytes;
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== ENTRY) return "unreadable";
    const size = unpackedSize(zip, at, left);
    if (typeof size === "string") return size;
    left -= size;
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return "fits";
}

/** The bytes that the part under this entry of the directory unpacks to, at most `most`. */
function unpackedSize(zip: Buffer, at: number, most: number): number | Fit {
  const [method, size, start] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
  if (start + 30 > zip.length) return "unreadable";
  const data = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
  if (method === 0) return size > most ? "tooLarge" : size;
  try {
    return inflateRawSync(zip.subarray(data, data + size), { maxOutputLength: Math.max(1, most) }).length;
  } catch (error) {
    return error instanceof RangeError ? "tooLarge" : "unreadable";
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === "boolean") return value ? "是" : "否";
  return String(value as string | number);
}

async function read() {
  const fit = measure(readFileSync(path));
  if (fit !== "fits") return { problem: fit };
  const sheets = await readSheets(path);
  if (sheets.some(({ data }) => data.length > limits.rows)) return { problem: "tooLarge" as const };
  return { sheets: sheets.map(({ sheet, data }) => ({ title: sheet, rows: data.map((row) => row.map(textOf)) })) };
}

read().then(
  (answer) => parentPort?.postMessage(answer),
  () => parentPort?.postMessage({ problem: "unreadable" }),
);
