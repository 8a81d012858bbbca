import { X509Certificate } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { certificates } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { factoryNow } from "@/db/testing/factories";
import { makeCertificateIdentifier, makeUscc } from "@/domain/core/codes";
import { createCaller } from "@/server/api/root";
import type { Ctx } from "@/server/core/context";
import { renderCertificatePdf } from "@/server/core/documents/certificate-pdf";
import { signCertificateRecord } from "@/server/core/documents/jws";
import { fileKeyProvider } from "@/server/core/documents/keys";
import { issueSdJwt, presentSdJwt } from "@/server/core/documents/sd-jwt";
import { signPdf } from "@/server/core/documents/sign-pdf";
import { sampleRecord } from "@/server/core/documents/testing";
import { storage } from "@/server/core/storage";
import { httpTimestampAuthority } from "@/server/integrations/timestamp/live";
import { hasOpenssl, opensslAuthority, serve } from "@/server/integrations/timestamp/testing";
import { certificateIssuer } from "./router.testing";
import { signCertificate } from "./commands/sign";
import { openJws, openRecord, openSdJwt } from "./queries/record";

// Keys of its own: some are taken back here.
vi.hoisted(() => {
  process.env["CLOCK"] = "2026-03-02T00:00:00Z";
});
const keysDir = mkdtempSync(join(tmpdir(), "tongban-keys-"));
const keys = fileKeyProvider(keysDir, () => factoryNow);
vi.mock("@/server/core/documents/provider", async (original) => ({ ...(await original<object>()), signingKeys: () => keys }));

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let issuer: Awaited<ReturnType<typeof certificateIssuer>>;
let addresses = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  issuer = await certificateIssuer(test);
});
afterAll(() => test.close());

const ctx = (now = factoryNow): Ctx => ({ actor: { kind: "anonymous" }, now, requestId: "test", address: `10.1.0.${(addresses += 1)}`, db: test.db });
const anyone = (now?: Date) => createCaller(ctx(now)).certificates;
const check = (content: string | Uint8Array) => anyone().verifyFile({ base64: Buffer.from(content).toString("base64") });
const rowOf = async (id: string) => (await test.db.select().from(certificates).where(eq(certificates.id, id)))[0]!;

async function signed() {
  const id = await issuer.issue();
  await signCertificate(issuer.system(), { certificateId: id });
  const row = await rowOf(id);
  const jws = openJws(row)!;
  return { id, row, jws, record: openRecord(row), sdJwt: openSdJwt(row)!, json: JSON.stringify({ record: openRecord(row), jws }, null, 2), pdf: await storage().getBytes(row.pdfKey!) };
}
const flip = (text: string, part: number) => text.split(".").map((piece, at) => (at === part ? `${piece.slice(0, 20)}${piece[20] === "A" ? "B" : "A"}${piece.slice(21)}` : piece)).join(".");

describe("when a file was signed", () => {
  it("is the signer's word without a time stamp, and the stamp's with one, by whom and whether they are believed here", async () => {
    const { pdf, row } = await signed();
    const plain = await check(pdf);
    expect(plain.time).toEqual({ statedAt: row.signedAt!.toISOString(), stamp: null });
    expect(await anyone().readFileCheck({ receipt: plain.receipt })).toMatchObject({ time: { stamp: null } });
    if (!hasOpenssl) return;
    const authority = opensslAuthority();
    const server = await serve((query) => ({ body: authority.answer(query) }));
    try {
      const timestamps = httpTimestampAuthority({ url: server.url, trusted: [new X509Certificate(authority.pem("ca"))] });
      const drawn = await renderCertificatePdf(sampleRecord, { verifyUrl: "https://example.org/verify/x" });
      const stamped = await check(await signPdf(drawn, await keys.documentSigningKey(), { signedAt: factoryNow, reason: "x", timestamps }));
      expect(stamped.time?.stamp).toMatchObject({ by: "Test tsa", known: false });
    } finally {
      server.close();
      authority.close();
    }
  });
});

describe("a file of any form", () => {
  it("is recognised: the JSON, its bare signature, the PDF", async () => {
    const { json, jws, pdf, row: { identifier } } = await signed();
    expect(await check(json)).toMatchObject({ form: "json", verdict: "registered", identifier });
    expect(await check(`\n${jws}\n`)).toMatchObject({ form: "jws", verdict: "registered", identifier });
    expect(await check(pdf)).toMatchObject({ form: "pdf", verdict: "registered", identifier });
    // Layout does not matter, what it says does.
    expect(await check(JSON.stringify(JSON.parse(json)))).toMatchObject({ verdict: "registered" });
  });

  it("that was changed is told apart, whichever of its bytes it was", async () => {
    const { json, jws, sdJwt, record, pdf } = await signed();
    const text = Buffer.from(pdf);
    const [xref, cms] = [text.lastIndexOf("startxref"), text.indexOf("/Contents <") + 2011];
    const changed = (at: number, byte: number) => Buffer.concat([text.subarray(0, at), Buffer.from([byte]), text.subarray(at + 1)]);
    const [jwt = "", first = "", ...others] = sdJwt.split("~");
    const forged: [string, string | Uint8Array][] = [
      ["content of the PDF", changed(3000, (text[3000] ?? 0) ^ 1)],
      ["signature of the PDF", changed(cms, text[cms] === 0x61 ? 0x62 : 0x61)],
      ["cross references of the PDF", changed(xref + 10, 0x31 + ((text[xref + 10] ?? 0) % 2))],
      ["an update appended to the PDF", Buffer.concat([text, Buffer.from("\n9 0 obj<</Type/Page>>endobj\nxref\n0 0\ntrailer<</Prev 0>>\nstartxref\n0\n%%EOF\n")])],
      ["payload of the JWS", flip(jws, 1)],
      ["signature of the JWS", flip(jws, 2)],
      ["record beside the JWS", JSON.stringify({ record: { ...record, certificate_number: "1" }, jws })],
      ["a disclosure", [jwt, `${first.slice(0, 8)}${first[8] === "A" ? "B" : "A"}${first.slice(9)}`, ...others].join("~")],
      ["payload of the SD-JWT", [flip(jwt, 1), first, ...others].join("~")],
      ["JSON with a signature and no record", JSON.stringify({ jws })],
    ];
    for (const [what, file] of forged) expect((await check(file)).verdict, what).toBe("altered");
    expect((await check(JSON.stringify({ record }))).verdict).toBe("unsigned");
    expect((await check(json)).verdict).toBe("registered");
  });

  it("by a stranger's key, or signed here and never registered, is neither altered nor known", async () => {
    const { record } = await signed();
    const stranger = fileKeyProvider(mkdtempSync(join(tmpdir(), "tongban-keys-")), () => factoryNow);
    const facts = { issuer: "http://localhost:3000", issuedAt: factoryNow, status: { uri: "http://localhost:3000/api/open/v1/status/0", idx: 1 } };
    expect((await check(await signCertificateRecord(record, await stranger.certificateSigningKey()))).verdict).toBe("unknownIssuer");
    expect((await check(await issueSdJwt(record, facts, await stranger.certificateSigningKey()))).verdict).toBe("unknownIssuer");
    const other = { ...record, certificate_number: "另一个" };
    expect((await check(await signCertificateRecord(other, await keys.certificateSigningKey()))).verdict).toBe("unregistered");
    expect((await check(await issueSdJwt(other, facts, await keys.certificateSigningKey()))).verdict).toBe("unregistered");
  });

  it.each(["hello", "{not json", "a.b", "%PDX-1.7", "a.b.c~ d~"])("that is none (%j) is refused", async (text) => {
    await expect(check(text)).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT", message: "certificates.notACertificateFile" });
  });
});

describe("an SD-JWT", () => {
  it("shows what its holder shows with the state of today, and leads to nothing else", async () => {
    const { id, sdJwt, record } = await signed();
    const { receipt, ...found } = await check(presentSdJwt(sdJwt, ["face.shop", "holders.0.name"]));
    expect(found).toMatchObject({ verdict: "registered", form: "sd-jwt", identifier: null });
    const read = () => anyone().readFileCheck({ receipt });
    expect((await read()).shown).toMatchObject({ status: "valid", name: record.certificate_name, facts: [{ labelEn: "Holder", value: record.holders[0]!.name }, { labelZh: "店名", value: "老张面馆" }] });
    expect(JSON.stringify((await read()).shown)).not.toContain(record.certificate_identifier);
    expect(JSON.stringify((await read()).shown)).not.toContain(record.holders[0]!.code);
    await test.db.update(certificates).set({ status: "revoked" }).where(eq(certificates.id, id));
    expect((await read()).shown).toMatchObject({ status: "revoked" });
    expect(await check(sdJwt)).toMatchObject({ identifier: record.certificate_identifier });
  });
});

describe("by identifier", () => {
  it("says when it was true, tells a newer version without naming it, and knows which organs issue here", async () => {
    const [one, two] = [await signed(), await signed()];
    await test.db.update(certificates).set({ status: "superseded" }).where(eq(certificates.id, one.id));
    expect(await anyone().verify({ identifier: one.row.identifier })).toMatchObject({ status: "superseded", newer: false, checkedAt: factoryNow.toISOString() });
    await test.db.update(certificates).set({ previousId: one.id }).where(eq(certificates.id, two.id));
    const found = await anyone().verify({ identifier: one.row.identifier });
    expect(found).toMatchObject({ status: "superseded", newer: true });
    expect(JSON.stringify(found)).not.toContain(two.row.identifier);
    const strange = makeUscc({ registrantType: "11", divisionCode: "650000", organisationBody: "MB0A1B2C" });
    const parts = { typeCode: `${strange}001`, serial: "ABC1", version: 1 };
    expect(await anyone().verify({ identifier: makeCertificateIdentifier({ ...parts, issuerUscc: strange }) })).toEqual({ found: false, wellFormed: true, issuerKnown: false });
    expect(await anyone().verify({ identifier: makeCertificateIdentifier({ ...parts, issuerUscc: one.record.issuing_authority_code }) })).toEqual({ found: false, wellFormed: true, issuerKnown: true });
  });

  it("takes it as people type it: full width, lower case, with blanks", async () => {
    const { row: { identifier } } = await signed();
    const typed = [...identifier.toLowerCase()].map((character, at) => `${String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0)}${at % 7 === 0 ? "　" : ""}`).join("");
    expect(await anyone().verify({ identifier: typed })).toMatchObject({ found: true, identifier });
  });
});

describe("after a rotation, and when a key is taken back", () => {
  it("what the register knows was signed before still counts, what came after does not", async () => {
    const before = await signed();
    await keys.rotate();
    expect(await check(before.json)).toMatchObject({ verdict: "registered" });
    const [old, document] = [await keys.certificateSigningKey(), await keys.documentSigningKey()];
    const stolen = await signed();
    const forged = await signCertificateRecord({ ...stolen.record, certificate_number: "伪造" }, old);
    expect(await keys.revoke(old.kid, { at: new Date(factoryNow.getTime() + 60_000), compromised: true })).toBe(true);
    expect(await keys.revoke(document.kid, { at: new Date(factoryNow.getTime() - 60_000), compromised: false })).toBe(true);
    // Registered before the key was taken back.
    expect(await anyone().verify({ identifier: stolen.row.identifier })).toMatchObject({ signature: "valid" });
    for (const file of [stolen.json, stolen.jws, presentSdJwt(stolen.sdJwt, [])]) expect(await check(file)).toMatchObject({ verdict: "registered" });
    // Never registered: nothing but the thief's word says when it was made.
    expect(await check(forged)).toMatchObject({ verdict: "revokedKey", identifier: null });
    // The document key was taken back earlier than this was signed.
    expect(await check(stolen.pdf)).toMatchObject({ verdict: "revokedKey" });
    expect(await check(before.pdf)).toMatchObject({ verdict: "registered" });
    await keys.revoke(old.kid, { at: new Date(factoryNow.getTime() - 60_000), compromised: true });
    expect(await anyone().verify({ identifier: stolen.row.identifier })).toMatchObject({ found: true, signature: "revokedKey" });
    expect(await check(stolen.json)).toMatchObject({ verdict: "revokedKey" });
    // New keys sign at once.
    const next = await signed();
    expect(await check(next.json)).toMatchObject({ verdict: "registered" });
    expect(await check(next.pdf)).toMatchObject({ verdict: "registered" });
  });
});
