// Checks a certificate by the libraries of others alone: jose for a JWS, @sd-jwt/sd-jwt-vc for an SD-JWT. No line of the
// portal's own code has a part in it.
//   npm run cert:others -- <file.jws | file.json | file.sd-jwt> <jwks.json> [<status list>]
// Exit code: 0 genuine, 1 not, 3 wrong usage. SM2 is known to neither library.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { compactVerify, createLocalJWKSet } from "jose";

const [file, jwksFile, statusFile] = process.argv.slice(2);
if (!file || !jwksFile) {
  console.error("Usage: npm run cert:others -- <file.jws | file.json | file.sd-jwt> <jwks.json> [<status list>]");
  process.exit(3);
}
const text = (await readFile(file, "utf8")).trim();
const keys = createLocalJWKSet(JSON.parse(await readFile(jwksFile, "utf8")));
const verify = (jws) => compactVerify(jws, keys, { algorithms: ["ES256"] });

async function sdJwt() {
  const statusList = statusFile ? (await readFile(statusFile, "utf8")).trim() : undefined;
  const other = new SDJwtVcInstance({
    hashAlg: "sha-256",
    hasher: (data) => new Uint8Array(createHash("sha256").update(typeof data === "string" ? data : Buffer.from(data)).digest()),
    verifier: (data, signature) => verify(`${data}.${signature}`).then(() => true, () => false),
    ...(statusList ? { statusListFetcher: async () => statusList } : {}),
  });
  // Without a list the signature and the disclosures are checked, and not whether it is still in force.
  return statusList ? (await other.verify(text)).payload : other.getClaims((await other.validate(text)) && text);
}

async function jws() {
  const { jws: compact, record } = text.startsWith("{") ? JSON.parse(text) : { jws: text };
  const signed = JSON.parse(Buffer.from((await verify(compact)).payload).toString());
  const canonical = JSON.stringify(sorted(signed.record));
  if (createHash("sha256").update(canonical).digest("hex") !== signed.digest) throw new Error("The digest is not the record's.");
  if (record && JSON.stringify(sorted(record)) !== canonical) throw new Error("The record beside the signature is another one.");
  return signed.record;
}

// As RFC 8785 orders names, for what is written here: no number in a record is other than a whole one.
const sorted = (value) => (Array.isArray(value) ? value.map(sorted) : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)])) : value);

try {
  const found = text.includes("~") ? await sdJwt() : await jws();
  console.log(`GENUINE  ${found.certificate_name} ${found.certificate_number ?? ""}`.trim());
} catch (error) {
  console.log(`NOT GENUINE  ${error.message}`);
  process.exitCode = 1;
}
