import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { unzipSync, Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { compactVerify, decodeProtectedHeader, importX509, importJWK } from "jose";
import { parseJson } from "@/domain/core/json";
import { flawsOfChain, flawsOfFiles, type ArchiveFlaw } from "@/domain/records/rules/archive";
import { ArchivedEvent, ArchiveManifest, type ArchiveFile } from "@/domain/records/schema/archive";
import { canonicalJson } from "./canonical";
import { signCompact } from "./jws";
import type { DocumentSigningKey, Jwks } from "./keys";

const type = "application/tongban-archive+json";

/** The digest of an event or any other JSON: SHA-256 of its canonical text. */
export const jsonDigest = (value: object): string => createHash("sha256").update(canonicalJson(value as Parameters<typeof canonicalJson>[0]), "utf8").digest("hex");

/** An entry to come: its bytes whole, or in pieces as they are read. */
export type Entry = Omit<ArchiveFile, "size" | "sha256"> & { content: Uint8Array | AsyncIterable<Uint8Array> };

const packed = new Set(["application/json", "text/plain", "application/x-ndjson"]);

/**
 * Writes a ZIP piece by piece, so that its size costs no memory. `add` hashes what passes; `end` gives what the whole file is.
 */
export function openPackage(path: string, mtime: Date) {
  const out = createWriteStream(path, { mode: 0o600 });
  const whole = createHash("sha256");
  let size = 0;
  let full = false;
  let failed: Error | undefined;
  out.on("error", (error) => (failed ??= error));
  const zip = new Zip((error, chunk) => {
    failed ??= error ?? undefined;
    whole.update(chunk);
    size += chunk.length;
    full = !out.write(chunk);
  });
  const drained = async () => {
    if (failed) throw failed;
    if (full) await once(out, "drain");
    full = false;
  };
  return {
    async add({ content, ...entry }: Entry): Promise<ArchiveFile> {
      const file = packed.has(entry.mime) ? new ZipDeflate(entry.path, { level: 6 }) : new ZipPassThrough(entry.path);
      file.mtime = mtime;
      zip.add(file);
      const hash = createHash("sha256");
      let bytes = 0;
      for await (const piece of content instanceof Uint8Array ? [content] : content) {
        hash.update(piece);
        bytes += piece.length;
        file.push(new Uint8Array(piece), false);
        await drained();
      }
      file.push(new Uint8Array(0), true);
      await drained();
      return { ...entry, size: bytes, sha256: hash.digest("hex") };
    },
    async end(): Promise<{ size: number; sha256: string }> {
      zip.end();
      await drained();
      out.end();
      await once(out, "close");
      return { size, sha256: whole.digest("hex") };
    },
  };
}

/** The manifest as it is signed and as it lies in the package: the same text. */
export const manifestText = (manifest: ArchiveManifest): string => canonicalJson(manifest);

/** Signs the manifest as a compact JWS (RFC 7515, ES256) with the certificates of the key in its header, to be checked anywhere. */
export function signManifest(manifest: ArchiveManifest, key: DocumentSigningKey): Promise<string> {
  const x5c = [key.certificate, ...key.certificateChain].map((der) => Buffer.from(der).toString("base64"));
  return signCompact({ typ: type, x5c }, manifestText(manifest), key);
}

/** `genuine`: signed by a key of the issuer's; `intact`: whole, signed by the key it brings along, whose owner was not checked. */
export type ArchiveVerdict =
  | { status: "genuine" | "intact" | "unknownKey"; manifest: ArchiveManifest; kid: string; signer: string }
  | { status: "altered"; flaws: ArchiveFlaw[] }
  | { status: "unsigned" };

// More than any case may hold: what unpacks to more is no package of ours.
const mostBytes = 1024 ** 3;

/** Checks a package by itself: every file against the manifest, the history against its chain, the manifest against its signature. */
export async function verifyPackage(zip: Uint8Array, jwks?: Jwks): Promise<ArchiveVerdict> {
  const files = unpack(zip);
  const text = files && textOf(files, "manifest.json");
  const jws = files && textOf(files, "manifest.jws");
  if (!files || !text || !jws) return { status: "unsigned" };
  const manifest = ArchiveManifest.safeParse(parseJson(text)).data;
  const signed = await signatureOf(jws, jwks);
  if (!manifest || !signed || signed.payload !== text) return { status: "altered", flaws: [{ kind: "altered", path: "manifest.json" }] };
  const flaws = flawsOf(files, manifest);
  return flaws.length > 0 ? { status: "altered", flaws } : { status: signed.status, manifest, kid: signed.kid, signer: signed.signer };
}

function flawsOf(files: ReadonlyMap<string, Uint8Array>, manifest: ArchiveManifest): ArchiveFlaw[] {
  const found = new Map([...files].map(([path, bytes]) => [path, { size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }]));
  return [...flawsOfFiles(found, manifest), ...flawsOfChain(eventsOf(textOf(files, "events.jsonl") ?? ""), manifest, jsonDigest)];
}

function unpack(zip: Uint8Array): Map<string, Uint8Array> | undefined {
  let total = 0;
  try {
    return new Map(Object.entries(unzipSync(zip, { filter: ({ originalSize }) => (total += originalSize) <= mostBytes })));
  } catch {
    return undefined;
  }
}

const textOf = (files: ReadonlyMap<string, Uint8Array>, path: string): string | undefined => {
  const bytes = files.get(path);
  return bytes && new TextDecoder().decode(bytes);
};

const eventsOf = (text: string): ArchivedEvent[] => text.split("\n").filter(Boolean).flatMap((line) => ArchivedEvent.safeParse(parseJson(line)).data ?? []);

const pemOf = (der: string) => `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----`;
/** What an intact package is that was not checked against a known key. */
const without = (jwks: Jwks | undefined) => (jwks ? "unknownKey" as const : "intact" as const);

type Signed = { payload: string; kid: string; signer: string; status: "genuine" | "intact" | "unknownKey" };

async function signatureOf(jws: string, jwks: Jwks | undefined): Promise<Signed | undefined> {
  try {
    const { alg, typ, kid = "", x5c = [] } = decodeProtectedHeader(jws);
    const own = jwks?.keys.find((key) => key.kid === kid && key.purpose === "document");
    if (alg !== "ES256" || typ !== type || !x5c[0]) return undefined;
    const key = own ? await importJWK({ kty: own.kty, crv: own.crv, x: own.x, y: own.y }, "ES256") : await importX509(pemOf(x5c[0]), "ES256");
    const { payload } = await compactVerify(jws, key, { algorithms: ["ES256"] });
    const signer = createHash("sha256").update(Buffer.from(x5c[0], "base64")).digest("hex");
    return { payload: new TextDecoder().decode(payload), kid, signer, status: own ? "genuine" : without(jwks) };
  } catch {
    return undefined;
  }
}
