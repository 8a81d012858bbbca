import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CertificateRecord } from "@/domain/certificates/schema";
import { pageSizes, starterLayout } from "@/domain/items/rules/layout";
import type { Layout } from "@/domain/items/schema/layout";
import { httpTimestampAuthority } from "@/server/integrations/timestamp/live";
import { hasOpenssl, opensslAuthority, serve } from "@/server/integrations/timestamp/testing";
import { renderCertificatePdf } from "./certificate-pdf";
import { fileKeyProvider } from "./keys";
import { signPdf } from "./sign-pdf";
import { sampleRecord } from "./testing";
import { hasPdfTools, run } from "./testing-tools";
import { verifyPdfSignature } from "./verify-pdf";

const now = new Date("2026-11-21T08:00:00Z");
// One character of each sort: only in the second font, beyond the basic plane, of a minority's name.
const rare = "𠮷祥𬭳阿·买提";
const holders: CertificateRecord["holders"] = [{ name: rare, code: "91430102MA4L16JQ9B", type: "001" }];
const face = sampleRecord.extend_info.map((field) => (field.key === "legalRepresentative" ? { ...field, value: rare } : field));
const long = Array.from({ length: 16 }, (_, index) => ({ key: `k${index}`, labelZh: `项目${index}`, labelEn: "Field", value: "热食类食品制售、".repeat(20) }));

type Kind = [name: string, changes: Partial<CertificateRecord>, layout?: Layout];
const kinds: Kind[] = [
  ["on a page made from its fields", {}],
  ["that runs over several pages", { extend_info: long }],
  ["without an end, not of a demonstration", { validate_end: null, demo: false }],
  ["issued again", { certificate_version: "002", certificate_identifier: sampleRecord.certificate_identifier.replace(".001.", ".002.") }],
  ...Object.keys(pageSizes).map((page): Kind => [`on a page of its type, ${page}`, {}, starterLayout(page as Layout["page"])]),
];

describe.skipIf(!hasPdfTools)("beside poppler and qpdf (skipped where pdfsig, pdftotext, pdfinfo or qpdf is missing), a certificate", () => {
  let dir: string;
  const at = (name: string) => join(dir, name);
  const keys = () => fileKeyProvider(at("keys"), () => now);
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "tongban-tools-"));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  async function written(changes: Partial<CertificateRecord>, layout?: Layout): Promise<string> {
    const drawn = await renderCertificatePdf({ ...sampleRecord, holders, extend_info: face, ...changes }, { verifyUrl: "https://example.org/verify/x", layout });
    writeFileSync(at("a.pdf"), await signPdf(drawn, await keys().documentSigningKey(), { signedAt: now, reason: "颁发电子证照" }));
    return at("a.pdf");
  }

  it.each(kinds)("%s is well formed, signed as a whole, tagged, and its rare characters can be read out", async (_, changes, layout) => {
    const file = await written(changes, layout);
    expect(run("qpdf", ["--check", file])).toContain("No syntax or stream encoding errors found");
    const signature = run("pdfsig", ["-nocert", file]);
    expect(signature).toContain("Signature is Valid.");
    expect(signature).toContain("Total document signed");
    expect(signature).toContain("ETSI.CAdES.detached");
    expect(run("pdftotext", [file, "-"]).replaceAll(/\s/g, "")).toContain(rare);
    expect(run("pdfinfo", [file])).toMatch(/Tagged: +yes/);
    const fonts = run("pdffonts", [file]).trim().split("\n").slice(2);
    expect(fonts.length).toBeGreaterThan(1);
    for (const font of fonts) expect(font).toMatch(/ yes +yes +yes +/);
    const objects = run("qpdf", ["--qdf", "--object-streams=disable", file, "-"]);
    for (const part of ["/StructTreeRoot", "/Lang (zh-CN)", "/MarkInfo", "/Alt "]) expect(objects).toContain(part);
  });

  it("is told altered by pdfsig and by us alike after one flipped bit", async () => {
    const drawn = await renderCertificatePdf(sampleRecord, { verifyUrl: "https://example.org/verify/x" });
    const pdf = await signPdf(drawn, await keys().documentSigningKey(), { signedAt: now, reason: "x" });
    pdf[5000] = (pdf[5000] ?? 0) ^ 1;
    writeFileSync(at("flipped.pdf"), pdf);
    expect(run("pdfsig", ["-nocert", at("flipped.pdf")])).toContain("Digest Mismatch");
    expect(await verifyPdfSignature(pdf, await keys().trustedCertificates())).toMatchObject({ status: "altered" });
  });

  it("signed before the keys were rotated is genuine after, to us and to pdfsig", async () => {
    const file = await written({});
    const before = (await keys().documentSigningKey()).kid;
    await keys().rotate();
    expect((await keys().documentSigningKey()).kid).not.toBe(before);
    expect(await verifyPdfSignature(readFileSync(file), await keys().trustedCertificates())).toMatchObject({ status: "valid" });
    expect(run("pdfsig", ["-nocert", file])).toContain("Signature is Valid.");
  });

  it.skipIf(!hasOpenssl)("with a time stamp is as good, tells when and by whom, and is altered when the stamp is", async () => {
    const authority = opensslAuthority();
    const server = await serve((query) => ({ body: authority.answer(query) }));
    try {
      const timestamps = httpTimestampAuthority({ url: server.url, trusted: [new X509Certificate(authority.pem("ca"))] });
      const drawn = await renderCertificatePdf(sampleRecord, { verifyUrl: "https://example.org/verify/x" });
      const pdf = await signPdf(drawn, await keys().documentSigningKey(), { signedAt: now, reason: "x", timestamps });
      writeFileSync(at("stamped.pdf"), pdf);
      expect(run("qpdf", ["--check", at("stamped.pdf")])).toContain("No syntax or stream encoding errors found");
      expect(run("pdfsig", ["-nocert", at("stamped.pdf")])).toContain("Signature is Valid.");
      const trusted = await keys().trustedCertificates();
      const verdict = await verifyPdfSignature(pdf, trusted);
      expect(verdict).toMatchObject({ status: "valid", timestamp: { authority: { subject: "CN=Test tsa" } } });
      // One letter of the authority's name, in the certificate that its token carries.
      const name = pdf.toString("latin1").toLowerCase().indexOf(Buffer.from("Test tsa").toString("hex"));
      expect(name).toBeGreaterThan(0);
      const forged = Buffer.from(pdf);
      forged.write("6", name + 15, "latin1");
      expect(await verifyPdfSignature(forged, trusted)).toMatchObject({ status: "altered" });
    } finally {
      server.close();
      authority.close();
    }
  });
});
