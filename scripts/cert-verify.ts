import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { SignedCertificate, verifyCertificateJws, verifySignedCertificate } from "@/server/core/documents/jws";
import { Jwks, trustedCertificatesOf } from "@/server/core/documents/keys";
import { verifyPdfSignature } from "@/server/core/documents/verify-pdf";

const help = `Checks a certificate issued by Tongban, offline, with public keys only.

  npm run cert:verify -- <file> [--jwks <file>] [--cert <file>]

  <file>   the certificate: PDF, signed JSON (.json) or compact JWS (.jws)
  --jwks   the issuer's published keys, saved from /.well-known/jwks.json
  --cert   for a PDF, the issuer's certificate instead (PEM or DER)

Exit code: 0 genuine, 1 altered or unsigned, 2 signed by an unknown issuer, 3 wrong usage.
Genuine means: issued as it stands. Whether it is still in force is answered by the portal's verification page.
`;

type Verdict = { status: "valid" | "altered" | "unsigned" | "unknownIssuer" | "unknownKey"; details?: string };

const exitCodes = { valid: 0, altered: 1, unsigned: 1, unknownIssuer: 2, unknownKey: 2 } as const;

const sentences = {
  valid: "GENUINE  The signature fits and the issuer is known.",
  altered: "ALTERED  This is not what was signed, or not a certificate at all.",
  unsigned: "UNSIGNED  The file carries no signature.",
  unknownIssuer: "UNKNOWN ISSUER  Intact, but signed by someone whose certificate was not given.",
  unknownKey: "UNKNOWN ISSUER  Signed with a key that is not among those given.",
} as const;

class UsageError extends Error {}

async function readInput(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    throw new UsageError(`Cannot read ${path}`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readJwks(path: string): Promise<Jwks> {
  const parsed = Jwks.safeParse(parseJson((await readInput(path)).toString("utf8")));
  if (!parsed.success) throw new UsageError(`${path} is not a key set (JWKS)`);
  return parsed.data;
}

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

async function checkText(text: string, jwks: Jwks | undefined): Promise<Verdict> {
  if (!jwks) throw new UsageError("A JSON or JWS file needs --jwks");
  const json = text.startsWith("{") ? SignedCertificate.safeParse(parseJson(text)) : undefined;
  if (json?.success === false) return { status: "altered" };
  const verdict = json ? await verifySignedCertificate(json.data, jwks) : await verifyCertificateJws(text, jwks);
  if (verdict.status !== "valid") return verdict;
  const { record, digest } = verdict;
  const lines = [
    ["name", record.certificate_name], ["number", record.certificate_number], ["identifier", record.certificate_identifier],
    ["issuer", record.issuing_authority_name], ["valid", `${record.validate_start} – ${record.validate_end ?? "长期"}`], ["sha-256", digest],
  ] as const;
  return { status: "valid", details: lines.map(([label, value]) => `${label.padEnd(11)}${value}\n`).join("") };
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { jwks: { type: "string" }, cert: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError("Give exactly one file");
  const file = await readInput(path);
  const jwks = values.jwks === undefined ? undefined : await readJwks(values.jwks);
  const given = values.cert === undefined ? [] : [await readCertificate(values.cert)];
  const isPdf = file.subarray(0, 1024).includes("%PDF-") || path.toLowerCase().endsWith(".pdf");
  const { status, details = "" } = isPdf
    ? await checkPdf(file, [...given, ...(jwks ? trustedCertificatesOf(jwks) : [])])
    : await checkText(file.toString("utf8").trim(), jwks);
  process.stdout.write(`${sentences[status]}\n${details}`);
  return exitCodes[status];
}

try {
  process.exitCode = await run();
} catch (error) {
  const wrongOption = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (!(error instanceof UsageError) && !wrongOption) throw error;
  process.stderr.write(`${error.message}\n\n${help}`);
  process.exitCode = 3;
}
