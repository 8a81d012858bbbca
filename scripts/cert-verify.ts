import { X509Certificate } from "node:crypto";
import { parseArgs } from "node:util";
import { parseJson } from "@/domain/core/json";
import { SignedCertificate, verifyCertificateJws, verifySignedCertificate } from "@/server/core/documents/jws";
import { type Jwks, trustedCertificatesOf } from "@/server/core/documents/keys";
import { verifySdJwt } from "@/server/core/documents/sd-jwt";
import { openStatusList } from "@/server/core/documents/status-list";
import { verifyPdfSignature } from "@/server/core/documents/verify-pdf";
import { onlyFile, readInput, readJwks, runCommand, UsageError } from "./lib/command";

const usage = `Checks a certificate issued by Tongban, offline, with public keys only.

  npm run cert:verify -- <file> [--jwks <file>] [--cert <file>] [--status <file>]

  <file>    the certificate: PDF, signed JSON (.json), compact JWS (.jws) or SD-JWT (.sd-jwt); SM2 like ES256
  --jwks    the issuer's published keys, saved from /.well-known/jwks.json
  --cert    for a PDF, the issuer's certificate instead (PEM or DER)
  --status  for an SD-JWT, a status list saved from the address it names: whether it is in force, and as of when

Exit code: 0 genuine, 1 altered or unsigned, 2 signed by an unknown issuer, 3 wrong usage, 4 genuine but revoked, suspended
or out of its time. Genuine means: issued as it stands. Without a status list, whether it is still in force is answered by the
portal's verification page.`;

type Verdict = { status: "valid" | "altered" | "unsigned" | "unknownIssuer" | "unknownKey" | "notInForce"; details?: string };

const exitCodes = { valid: 0, altered: 1, unsigned: 1, unknownIssuer: 2, unknownKey: 2, notInForce: 4 } as const;

const sentences = {
  valid: "GENUINE  The signature fits and the issuer is known.",
  altered: "ALTERED  This is not what was signed, or not a certificate at all.",
  unsigned: "UNSIGNED  The file carries no signature.",
  unknownIssuer: "UNKNOWN ISSUER  Intact, but signed by someone whose certificate was not given.",
  notInForce: "NOT IN FORCE  Genuine, but not to be relied on: see state.",
  unknownKey: "UNKNOWN ISSUER  Signed with a key that is not among those given.",
} as const;

async function readCertificate(path: string): Promise<Uint8Array> {
  const bytes = await readInput(path);
  try {
    return new X509Certificate(bytes).raw;
  } catch {
    throw new UsageError(`${path} is not a certificate (PEM or DER)`);
  }
}

async function checkPdf(file: Buffer, trusted: readonly Uint8Array[]): Promise<Verdict> {
  if (trusted.length === 0) throw new UsageError("A PDF needs --jwks or --cert");
  const verdict = await verifyPdfSignature(file, trusted);
  const details = verdict.status === "valid" ? `signer     ${verdict.signer}\nsigned at  ${verdict.signedAt?.toISOString() ?? "not stated"}\n` : "";
  return { status: verdict.status, details: `${details}sha-256    ${verdict.digest}\n` };
}

const lines = (facts: readonly (readonly [string, string])[]) => facts.map(([label, value]) => `${label.padEnd(11)}${value}\n`).join("");

async function checkText(text: string, jwks: Jwks | undefined): Promise<Verdict> {
  if (!jwks) throw new UsageError("A JSON, JWS or SD-JWT file needs --jwks");
  const json = text.startsWith("{") ? SignedCertificate.safeParse(parseJson(text)) : undefined;
  if (json?.success === false) return { status: "altered" };
  const verdict = json ? await verifySignedCertificate(json.data, jwks) : await verifyCertificateJws(text, jwks);
  if (verdict.status !== "valid") return verdict;
  const { record, digest } = verdict;
  const details = lines([
    ["name", record.certificate_name], ["number", record.certificate_number], ["identifier", record.certificate_identifier],
    ["issuer", record.issuing_authority_name], ["valid", `${record.validate_start} – ${record.validate_end ?? "长期"}`], ["sha-256", digest],
  ]);
  return { status: "valid", details };
}

type State = { text: string; inForce: boolean };

/** What a status list says of one place in it, and as of when. */
async function stateIn(list: string, { uri, idx }: { uri: string; idx: number }, jwks: Jwks): Promise<State> {
  const opened = await openStatusList(list, jwks);
  if (opened.status !== "valid") throw new UsageError("The status list is altered or signed by an unknown issuer");
  if (opened.uri !== uri) throw new UsageError(`The status list is not the one the certificate names: ${uri}`);
  const word = ["valid", "revoked", "suspended"][opened.valueOf(idx) ?? -1];
  if (!word) throw new UsageError("The status list does not tell about this certificate");
  const hours = Math.floor((Date.now() - opened.issuedAt.getTime()) / 3_600_000);
  const age = `as of ${opened.issuedAt.toISOString()}, ${hours} h ago${opened.expiresAt.getTime() < Date.now() ? ", OUT OF DATE: fetch a newer list" : ""}`;
  return { text: `${word} ${age}`, inForce: word === "valid" };
}

async function checkSdJwt(text: string, jwks: Jwks | undefined, list: string | undefined): Promise<Verdict> {
  if (!jwks) throw new UsageError("A JSON, JWS or SD-JWT file needs --jwks");
  const verdict = await verifySdJwt(text, jwks);
  if (verdict.status !== "valid") return verdict;
  const { claims, shown } = verdict;
  const { status_list } = claims.status;
  const state = list === undefined ? { text: `not checked; the list is at ${status_list.uri}`, inForce: true } : await stateIn(list, status_list, jwks);
  const seconds = Date.now() / 1000;
  const outOfTime = seconds < claims.nbf || seconds >= (claims.exp ?? Infinity);
  const details = lines([
    ["name", claims.certificate_name], ["issuer", `${claims.issuing_authority_name} (${claims.iss})`],
    ["valid", `${claims.validate_start} – ${claims.validate_end ?? "长期"}${outOfTime ? ", not today" : ""}`], ["state", state.text],
    ...shown.map((path) => ["shown", `${path} = ${JSON.stringify(valueAt(claims, path))}`] as const),
  ]);
  return { status: state.inForce && !outOfTime ? "valid" : "notInForce", details };
}

const valueAt = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((inner, name) => (typeof inner === "object" && inner !== null ? Object.entries(inner).find(([key]) => key === name)?.[1] : undefined), value);

const options = { jwks: { type: "string" }, cert: { type: "string" }, status: { type: "string" } } as const;
type Given = { jwks?: string | undefined; cert?: string | undefined; status?: string | undefined };

const looksLikePdf = (file: Buffer, path: string) => file.subarray(0, 1024).includes("%PDF-") || path.toLowerCase().endsWith(".pdf");

async function check(path: string, given: Given): Promise<Verdict> {
  const file = await readInput(path);
  const jwks = given.jwks === undefined ? undefined : await readJwks(given.jwks);
  const list = given.status === undefined ? undefined : (await readInput(given.status)).toString("utf8").trim();
  const isPdf = looksLikePdf(file, path);
  const text = isPdf ? "" : file.toString("utf8").trim();
  if (text.includes("~") && !text.startsWith("{")) return checkSdJwt(text, jwks, list);
  if (list !== undefined) throw new UsageError("A status list tells about SD-JWT files only");
  if (!isPdf) return checkText(text, jwks);
  const certificates = given.cert === undefined ? [] : [await readCertificate(given.cert)];
  return checkPdf(file, [...certificates, ...(jwks ? trustedCertificatesOf(jwks) : [])]);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const { status, details = "" } = await check(onlyFile(positionals), values);
  process.stdout.write(`${sentences[status]}\n${details}`);
  return exitCodes[status];
}

await runCommand(main, { usage });
