import { env } from "@/env";
import { clamd } from "./live";
import type { FileScannerPort } from "./port";

/** The scanner of this installation, asked by somebody who waits or, with more patience, by a job; none where none is configured. */
export function fileScanner(patienceMs?: number): FileScannerPort | undefined {
  const url = env().FILE_SCANNER_URL;
  return url === undefined ? undefined : clamd(patienceMs === undefined ? { url } : { url, patienceMs });
}
