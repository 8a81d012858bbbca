import { createHash, generateKeyPairSync, sign, verify } from "node:crypto";
import Pdf from "pdfkit";
import { eq } from "drizzle-orm";
import { connect } from "@/db/client";
import { certificates } from "@/db/schema";
import type { CertificateRecord } from "@/domain/certificates/schema";
import { signCertificate } from "@/server/certificates/commands/sign";
import { openJws, openRecord, openSdJwt } from "@/server/certificates/queries/record";
import { certificateIssuer } from "@/server/certificates/router.testing";
import { canonicalJson } from "@/server/core/documents/canonical";
import { renderCertificatePdf } from "@/server/core/documents/certificate-pdf";
import { fontRuns, fontNames, loadFont } from "@/server/core/documents/fonts";
import { verifyCertificateJws } from "@/server/core/documents/jws";
import { signingKeys } from "@/server/core/documents/provider";
import { verifySdJwt } from "@/server/core/documents/sd-jwt";
import { verifyPdfSignature } from "@/server/core/documents/verify-pdf";
import { storage } from "@/server/core/storage";
import { median } from "./statistics";

/** Milliseconds of one call: by the clock, the median, and of this process's processors, the mean, which others' work on the machine does not change. */
type Cost = { wall: number; cpu: number };

/** So many calls after a tenth of warming up. */
async function costOf(times: number, work: (index: number) => unknown): Promise<Cost> {
  const warm = Math.ceil(times / 10);
  for (let index = 0; index < warm; index += 1) await work(index);
  const taken: number[] = [];
  const start = process.cpuUsage();
  for (let index = warm; index < times; index += 1) {
    const started = performance.now();
    await work(index);
    taken.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(start);
  return { wall: median(taken), cpu: (user + system) / 1000 / taken.length };
}

/** The same words in the same fonts on a plain page: no layout, no ornament, no tags. What a PDF costs at the least. */
async function plainPdf(record: CertificateRecord): Promise<Buffer> {
  const doc = new Pdf({ size: "A4", font: "" });
  // pdfkit takes an opened fontkit font, which its published types leave out.
  for (const name of fontNames) doc.registerFont(name, loadFont(name) as unknown as string);
  const words = [record.certificate_name, record.certificate_number, record.issuing_authority_name, record.certificate_identifier, ...record.holders.flatMap(({ name, code }) => [name, code]), ...record.extend_info.flatMap(({ labelZh, labelEn, value }) => [labelZh, labelEn, value])];
  words.forEach((text, line) => {
    for (const run of fontRuns(text)) doc.font(run.font, 12).text(run.text, 40, 40 + line * 20, { lineBreak: false });
  });
  doc.end();
  const chunks: Buffer[] = [];
  for await (const chunk of doc) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

type Line = { what: string; cost: Cost; bare: number; of: string };

const tableOf = (lines: readonly Line[]) => [
  `${"".padEnd(44)}${"ms".padStart(8)}${"per s".padStart(9)}${"cpu ms".padStart(9)}${"bare cpu".padStart(10)}${"ratio".padStart(8)}`,
  ...lines.map(({ what, cost: { wall, cpu }, bare, of }) => `${what.padEnd(44)}${wall.toFixed(2).padStart(8)}${(1000 / wall).toFixed(0).padStart(9)}${cpu.toFixed(2).padStart(9)}${bare.toFixed(2).padStart(10)}${(cpu / bare).toFixed(1).padStart(8)}  ${of}`),
].join("\n");

/** Issues and verifies so many certificates one after the other, and says how that compares with drawing and signing alone. */
export async function measureCertificates(url: string, times: number): Promise<string> {
  const connection = connect(url, 2);
  try {
    const issuer = await certificateIssuer(connection);
    const ids = await Promise.all(Array.from({ length: times }, () => issuer.issue()));
    const signed = await costOf(times, (index) => signCertificate({ ...issuer.system(), now: new Date() }, { certificateId: ids[index] ?? "" }));
    const [row] = await connection.db.select().from(certificates).where(eq(certificates.id, ids[0] ?? ""));
    if (!row?.pdfKey) throw new Error("Nothing was signed.");
    const record = openRecord(row);
    const [pdf, jws, sdJwt] = [Buffer.from(await storage().getBytes(row.pdfKey)), openJws(row) ?? "", openSdJwt(row) ?? ""];
    const national = await nationalJws(connection);
    const [jwks, trusted] = [await signingKeys().publicJwks(), await signingKeys().trustedCertificates()];
    const verdicts = [await verifyPdfSignature(pdf, trusted), await verifyCertificateJws(jws, jwks), await verifyCertificateJws(national, jwks), await verifySdJwt(sdJwt, jwks)];
    if (verdicts.some(({ status }) => status !== "valid")) throw new Error("What was signed does not verify.");
    const page = await costOf(times, () => renderCertificatePdf(record, { verifyUrl: `https://example.org/verify/${record.certificate_identifier}` }));
    const plain = await costOf(times, () => plainPdf(record));
    const bare = await bareCosts(times, record, pdf);
    return tableOf([
      { what: "page drawn", cost: page, bare: plain.cpu, of: "plain page of the same words" },
      { what: "certificate signed, from outbox to storage", cost: signed, bare: plain.cpu + 3 * bare.sign, of: "plain page and three signatures" },
      { what: "  the same beside its own page", cost: signed, bare: page.cpu + 3 * bare.sign, of: "own page and three signatures" },
      { what: "PDF verified", cost: await costOf(times, () => verifyPdfSignature(pdf, trusted)), bare: bare.verifyFile, of: "SHA-256 of the file, one verification" },
      { what: "JWS verified, ES256", cost: await costOf(times, () => verifyCertificateJws(jws, jwks)), bare: bare.verify, of: "one verification" },
      { what: "JWS verified, SM2", cost: await costOf(times, () => verifyCertificateJws(national, jwks)), bare: bare.verify, of: "one verification, ES256" },
      { what: "SD-JWT verified, everything shown", cost: await costOf(times, () => verifySdJwt(sdJwt, jwks)), bare: bare.verify, of: "one verification" },
    ]);
  } finally {
    await connection.close();
  }
}

async function nationalJws(connection: ReturnType<typeof connect>): Promise<string> {
  const issuer = await certificateIssuer(connection, { type: { suite: "national" } });
  const id = await issuer.issue();
  await signCertificate({ ...issuer.system(), now: new Date() }, { certificateId: id });
  const [row] = await connection.db.select().from(certificates).where(eq(certificates.id, id));
  return (row && openJws(row)) ?? "";
}

/** Nothing but the curve and the digest, by OpenSSL. */
async function bareCosts(times: number, record: CertificateRecord, pdf: Buffer): Promise<{ sign: number; verify: number; verifyFile: number }> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const data = Buffer.from(canonicalJson(record));
  const signature = sign("sha256", data, privateKey);
  const check = () => verify("sha256", data, publicKey, signature);
  return {
    sign: (await costOf(times, () => sign("sha256", data, privateKey))).cpu,
    verify: (await costOf(times, check)).cpu,
    verifyFile: (await costOf(times, () => createHash("sha256").update(pdf).digest().length > 0 && check())).cpu,
  };
}
