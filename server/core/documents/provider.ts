import { join } from "node:path";
import { env } from "@/env";
import { now } from "@/server/core/clock";
import { remoteKeyProvider } from "@/server/integrations/remote-signer/live";
import { fileKeyProvider, type KeyProvider } from "./keys";

let provider: KeyProvider | undefined;

/**
 * The signing keys of this installation: those of the remote signer where one is configured, else files under
 * `${DATA_DIR}/keys`, the same for every process that shares it.
 */
export function signingKeys(): KeyProvider {
  provider ??= configured();
  return provider;
}

function configured(): KeyProvider {
  const { REMOTE_SIGNER_URL: url, REMOTE_SIGNER_KEY: key, DATA_DIR } = env();
  if (!url || !key) return fileKeyProvider(join(DATA_DIR, "keys"), now);
  const [keyId = "", secret = ""] = key.split(/:(.*)/s);
  return remoteKeyProvider({ url, keyId, secret }, now);
}
