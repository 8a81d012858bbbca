import { join } from "node:path";
import { env } from "@/env";
import { now } from "@/server/core/clock";
import { fileKeyProvider, type KeyProvider } from "./keys";

let provider: KeyProvider | undefined;

/** The signing keys of this installation: files under `${DATA_DIR}/keys`, the same for every process that shares it. */
export function signingKeys(): KeyProvider {
  provider ??= fileKeyProvider(join(env().DATA_DIR, "keys"), now);
  return provider;
}
