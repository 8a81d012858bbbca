import { X509Certificate } from "node:crypto";
import { parseArgs } from "node:util";
import { parseJson } from "@/domain/core/json";
import { SignedCertificate, verifyCertificateJws, verifySignedCertificate } from "@/server/core/documents/jws";
import type { Jwks } from "@/server/core/documents/keys";
import { verifySdJwt } from "@/server/core/documents/sd-jwt";
import { openStatusList } from "@/server/core/documents/status-list";
import { verifyPdf } from "@/server/core/documents/verify-file";
import type { Timestamp } from "@/server/core/documents/timestamp";
import { verifyPdfSignature } from "@/server/core/documents/verify-pdf";
import { isIssuedBy } from "@/server/core/documents/x509-trust";
import { onlyFile, readInput, readJwks, runCommand, UsageError } from "./lib/command";

const usage = `Checks a certificate issued by Tongban, offline, with public keys only.

  npm run cert:verify -- <file> [--jwks <file>] [--cert <file>] [--status <file>] [--tsa <file>]

  <file>    the certificate: PDF, signed JSON (.json), compact JWS (.jws) or SD-JWT (.sd-jwt); SM2 like ES256
  --jwks    the issuer's published keys, saved from /.well-known/jwks.json
  --cert    for a PDF, the issuer's certificate instead (PEM or DER)
  --status  for an SD-JWT, a status list saved from the address it names: whether it is in force, and as of when
  --tsa     for a PDF with a time stamp, the certificate (PEM or DER) of the authority or its issuer: whether the stamp is to be believed

Exit code: 0 genuine, 1 altered or unsigned, 2 signed by an unknown issuer or a key taken back, 3 wrong usage, 4 genuine but revoked, suspended
or out of its time. Genuine means: issued as it stands. Without a status list, whether it is still in force is answered by the
portal's verification page.`;

type Verdict = { status: "valid" | "altered" | "unsigned" | "unknownIssuer" | "unknownKey" | "revokedKey" | "notInForce"; details?: string };

const exitCodes = { valid: 0, altered: 1, unsigned: 1, unknownIssuer: 2, unknownKey: 2, revokedKey: 2, notInForce: 4 } as const;

const sentences = {
  valid: "GENUINE  The signature fits and the issuer is known.",
  altered: "ALTERED  This is not what was signed, or not a certificate at all.",
  unsigned: "UNSIGNED  The file carries no signature.",
  unknownIssuer: "UNKNOWN ISSUER  Intact, but signed by someone whose certificate was not given.",
  notInForce: "NOT IN FORCE  Genuine, but not to be relied on: see state.",
  revokedKey: "KEY TAKEN BACK  Intact, but its key was taken back, and this file does not prove that it was signed before. Ask the portal.",
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

/** What a time stamp says, and whether by an authority that was given. */
function stampText(stamp: Timestamp | null, authority: Uint8Array | undefined): string {
  if (!stamp) return "none: the time above is the signer's own word";
  const known = authority !== undefined && isIssuedBy(stamp.authority, [new X509Certificate(authority)], stamp.at);
  return `${stamp.at.toISOString()} by ${stamp.authority.subject.replaceAll("\n", ", ")}${known ? "" : ", AN AUTHORITY THAT WAS NOT GIVEN (--tsa)"}`;
}

const signatureFacts = ({ signer, signedAt, timestamp }: { signer: string; signedAt: Date | null; timestamp: Timestamp | null }, authority: Uint8Array | undefined) =>
  lines([["signer", signer], ["signed at", signedAt?.toISOString() ?? "not stated"], ["time stamp", stampText(timestamp, authority)]]);

type PdfTrust = { certificate: Uint8Array | undefined; jwks: Jwks | undefined; authority: Uint8Array | undefined };

async function verdictOn(file: Buffer, { certificate, jwks, authority }: PdfTrust) {
  const known = jwks ? await verifyPdf(file, jwks, undefined, authority ? [new X509Certificate(authority)] : []) : undefined;
  if (!certificate || known?.status === "valid" || known?.status === "revokedKey") return known;
  return verifyPdfSignature(file, [certificate]);
}

async function checkPdf(file: Buffer, trust: PdfTrust): Promise<Verdict> {
  const verdict = await verdictOn(file, trust);
  if (!verdict) throw new UsageError("A PDF needs --jwks or --cert");
  const details = verdict.status === "valid" ? signatureFacts(verdict, trust.authority) : "";
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
  if (opened.status !== "valid") throw new UsageError("The status list is altered, signed by an unknown issuer or by a key taken back");
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

const options = { jwks: { type: "string" }, cert: { type: "string" }, status: { type: "string" }, tsa: { type: "string" } } as const;
type Given = { jwks?: string | undefined; cert?: string | undefined; status?: string | undefined; tsa?: string | undefined };

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
  const certificateIn = async (name: string | undefined) => (name === undefined ? undefined : readCertificate(name));
  return checkPdf(file, { certificate: await certificateIn(given.cert), jwks, authority: await certificateIn(given.tsa) });
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const { status, details = "" } = await check(onlyFile(positionals), values);
  process.stdout.write(`${sentences[status]}\n${details}`);
  return exitCodes[status];
}

await runCommand(main, { usage });
