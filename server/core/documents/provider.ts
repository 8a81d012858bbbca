import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "@/env";
import { now } from "@/server/core/clock";
import { ofdServiceAt } from "@/server/integrations/ofd/live";
import type { OfdService } from "@/server/integrations/ofd/port";
import { remoteKeyProvider } from "@/server/integrations/remote-signer/live";
import { httpTimestampAuthority } from "@/server/integrations/timestamp/live";
import { fileKeyProvider, type KeyProvider } from "./keys";
import type { TimestampAuthority } from "./timestamp";

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

/** Who makes OFD, if one is configured. */
export function ofdService(): OfdService | undefined {
  const { OFD_SERVICE_URL: url, OFD_SERVICE_KEY: key } = env();
  if (!url || !key) return undefined;
  const [keyId = "", secret = ""] = key.split(/:(.*)/s);
  return ofdServiceAt({ url, keyId, secret });
}

let authority: TimestampAuthority | undefined;

/** Who states when a signature was there, if one is configured; then nothing is signed without. */
export function timestampAuthority(): TimestampAuthority | undefined {
  const { TIMESTAMP_URL: url, TIMESTAMP_CA: file } = env();
  if (!url || !file) return undefined;
  authority ??= httpTimestampAuthority({ url, trusted: trustedStampers() });
  return authority;
}

let stampers: X509Certificate[] | undefined;

/** The certificates of the time stamping authorities that are believed here; none where no authority is configured. */
export function trustedStampers(): readonly X509Certificate[] {
  const { TIMESTAMP_CA: file } = env();
  stampers ??= file ? certificatesIn(readFileSync(file, "utf8")) : [];
  return stampers;
}

const certificatesIn = (pem: string) => (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((text) => new X509Certificate(text));
