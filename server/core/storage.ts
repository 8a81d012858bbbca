import { resolve } from "node:path";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";
import { env } from "@/env";

let disk: Disk | undefined;

/** Private file storage: `${DATA_DIR}/files` by default, keys are generated, never names given by people. */
export function storage(): Disk {
  disk ??= new Disk(new FSDriver({ location: resolve(env().DATA_DIR, "files"), visibility: "private" }));
  return disk;
}
