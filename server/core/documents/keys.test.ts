import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { X509Certificate } from "node:crypto";
import { calculateJwkThumbprint, compactVerify, importJWK } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonicalJson, recordDigest } from "./canonical";
import { renderCertificatePdf } from "./certificate-pdf";
import { signCertificateRecord, signCompact, verifyCertificateJws, verifySignedCertificate } from "./jws";
import { fileKeyProvider, Jwks, trustedCertificatesOf } from "./keys";
import { signPdf } from "./sign-pdf";
import { suiteOf } from "./suite";
import { sampleRecord } from "./testing";
import { verifyPdfSignature } from "./verify-pdf";

const now = new Date("2026-11-21T08:00:00Z");
let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "tongban-keys-"));
});
afterAll(() => rm(root, { recursive: true }));

const provider = (name: string, at = now) => fileKeyProvider(join(root, name), () => at);

describe("fileKeyProvider", () => {
  it("makes one set of keys, readable by its owner only, however many ask at once", async () => {
    const keys = await Promise.all(Array.from({ length: 6 }, () => provider("race").certificateSigningKey()));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    const files = await readdir(join(root, "race"));
    expect(files).toEqual(["signing-keys-0001.json"]);
    expect((await stat(join(root, "race", "signing-keys-0001.json"))).mode & 0o777).toBe(0o600);
  });

  it("publishes keys named by their thumbprint, and nothing private", async () => {
    const { keys } = await provider("public").publicJwks();
    expect(keys.map(({ purpose }) => purpose)).toEqual(["record", "document", "status", "audit"]);
    for (const key of keys) expect(key.kid).toBe(await calculateJwkThumbprint({ kty: key.kty, crv: key.crv, x: key.x, y: key.y }));
    expect(JSON.stringify(keys)).not.toMatch(/"d":/);
    expect(JSON.parse(await readFile(join(root, "public", "signing-keys-0001.json"), "utf8")).record.d).toHaveLength(43);
  });

  it("issues the document key's certificate under a root that may sign certificates, and only that", async () => {
    const { certificate, certificateChain } = await provider("chain").documentSigningKey();
    const [leaf, issuer] = [new X509Certificate(certificate), new X509Certificate(certificateChain[0]!)];
    expect([leaf.ca, issuer.ca]).toEqual([false, true]);
    expect(leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey) && issuer.verify(issuer.publicKey)).toBe(true);
    expect(leaf.validToDate).toEqual(new Date("2031-11-21T07:55:00Z"));
  });

  it("makes new keys when the old have run out, and still publishes the old", async () => {
    const old = await provider("rotation").certificateSigningKey();
    const later = provider("rotation", new Date("2032-01-01T00:00:00Z"));
    const fresh = await later.certificateSigningKey();
    expect(fresh.kid).not.toBe(old.kid);
    expect((await later.publicJwks()).keys.map(({ kid }) => kid)).toEqual(expect.arrayContaining([old.kid, fresh.kid]));
    expect((await later.trustedCertificates()).length).toBe(2);
    expect((await provider("rotation").certificateSigningKey()).kid).toBe(old.kid);
  });

  it("signs with new keys after a rotation, and what the old signed still verifies", async () => {
    const keys = provider("rotate");
    const jws = await signCertificateRecord(sampleRecord, await keys.certificateSigningKey());
    await keys.rotate();
    const { kid } = await keys.certificateSigningKey();
    expect(JSON.parse(Buffer.from(jws.split(".")[0]!, "base64url").toString()).kid).not.toBe(kid);
    expect(await verifyCertificateJws(jws, await keys.publicJwks())).toMatchObject({ status: "valid" });
  });

  it("takes a key back: it signs no more, is published as such, and what it signed before still counts where that is known", async () => {
    const keys = provider("revoke");
    const old = await keys.certificateSigningKey();
    const jws = await signCertificateRecord(sampleRecord, old);
    const at = new Date("2026-11-22T00:00:00Z");
    expect(await keys.revoke("nothing", { at, compromised: false })).toBe(false);
    expect(await keys.revoke(old.kid, { at, compromised: true })).toBe(true);
    // Neither a later day nor a milder reason takes back what was said.
    await keys.revoke(old.kid, { at: new Date("2027-01-01T00:00:00Z"), compromised: false });
    expect((await keys.certificateSigningKey()).kid).not.toBe(old.kid);
    const jwks = await keys.publicJwks();
    expect(jwks.keys.find(({ kid }) => kid === old.kid)?.revoked).toEqual({ revoked_at: at.getTime() / 1000, reason: "keyCompromise" });
    expect(Jwks.parse(JSON.parse(JSON.stringify(jwks)))).toEqual(jwks);
    const verdict = async (provenAt?: Date) => (await verifyCertificateJws(jws, jwks, provenAt)).status;
    expect([await verdict(), await verdict(new Date("2026-11-21T23:59:59Z")), await verdict(at)]).toEqual(["revokedKey", "valid", "revokedKey"]);
  });

  it("follows a generation from before there were status, national and audit keys by a whole one, and keeps publishing it", async () => {
    const old = await provider("older").certificateSigningKey();
    const file = join(root, "older", "signing-keys-0001.json");
    const { record, document } = JSON.parse(await readFile(file, "utf8"));
    await writeFile(file, JSON.stringify({ record, document }));
    expect((await provider("older").certificateSigningKey()).kid).not.toBe(old.kid);
    const { keys, sm2_keys } = await provider("older").publicJwks();
    expect([keys.length, sm2_keys.length, keys[0]!.kid]).toEqual([6, 1, old.kid]);
  });

  it("reads a published key set back, passing over keys it does not know", async () => {
    const jwks = await provider("public").publicJwks();
    const read = Jwks.parse(JSON.parse(JSON.stringify({ ...jwks, keys: [{ kty: "RSA", n: "x" }, ...jwks.keys] })));
    expect(read).toEqual(jwks);
    expect(trustedCertificatesOf(read)).toEqual(await provider("public").trustedCertificates());
  });
});

describe("canonicalJson", () => {
  it.each([
    ["sorts members by UTF-16 code units", { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u00f6": 6 }, '{"\\r":2,"1":4,"\u00f6":6,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}'],
    ["keeps the order of lists and leaves no space", { b: [2, 1, { d: null, c: true }], a: "x y" }, '{"a":"x y","b":[2,1,{"c":true,"d":null}]}'],
    ["writes numbers as ECMAScript does", [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27], "[333333333.3333333,1e+30,4.5,0.002,1e-27]"],
  ])("%s", (_, value, expected) => expect(canonicalJson(value)).toBe(expected));

  it("gives the same digest whatever the order of members", () => {
    const reversed = Object.fromEntries(Object.entries(sampleRecord).toReversed());
    expect(recordDigest(reversed)).toBe(recordDigest(sampleRecord));
    expect(recordDigest({ ...sampleRecord, demo: false })).not.toBe(recordDigest(sampleRecord));
  });
});

const signRecord = async (name: string, suite: "international" | "national" = "international") => {
  const keys = provider(name);
  return { keys, jwks: await keys.publicJwks(), jws: await signCertificateRecord(sampleRecord, await keys.certificateSigningKey(suite)) };
};

describe("certificate JWS", () => {
  it("verifies with a library that knows nothing of ours", async () => {
    const { jws, jwks } = await signRecord("jws");
    const { kty, crv, x, y } = jwks.keys[0]!;
    const { protectedHeader, payload } = await compactVerify(jws, await importJWK({ kty, crv, x, y }, "ES256"));
    expect(protectedHeader).toEqual({ alg: "ES256", kid: jwks.keys[0]!.kid, typ: "application/tongban-certificate+json" });
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({ digest: recordDigest(sampleRecord), record: sampleRecord });
  });

  it("under the national suite is signed with SM2, digested with SM3, and verified by the key under its own member alone", async () => {
    const { jws, jwks } = await signRecord("jws", "national");
    const [header, payload] = jws.split(".").map((part) => Buffer.from(part, "base64url").toString());
    expect(JSON.parse(header!)).toEqual({ alg: "SM2", kid: jwks.sm2_keys[0]!.kid, typ: "application/tongban-certificate+json" });
    expect(JSON.parse(payload!).digest).toBe(Buffer.from(suiteOf("national").digest(Buffer.from(canonicalJson(sampleRecord)))).toString("hex"));
    expect(await verifyCertificateJws(jws, jwks)).toMatchObject({ status: "valid", record: sampleRecord, digest: recordDigest(sampleRecord) });
    expect(await verifyCertificateJws(jws, { ...jwks, sm2_keys: [] })).toEqual({ status: "unknownKey" });
  });

  it.each(["crit", "jwk", "x5c"])("with %s in its header is refused, however well it is signed", async (member) => {
    const { keys, jwks } = await signRecord("jws");
    const payload = canonicalJson({ digest: recordDigest(sampleRecord), record: sampleRecord });
    const jws = await signCompact({ typ: "application/tongban-certificate+json", [member]: [] }, payload, await keys.certificateSigningKey());
    expect(await verifyCertificateJws(jws, jwks)).toEqual({ status: "altered" });
  });

  it("gives back the record that was signed", async () => {
    const { jws, jwks } = await signRecord("jws");
    expect(await verifyCertificateJws(jws, jwks)).toMatchObject({ status: "valid", record: sampleRecord, digest: recordDigest(sampleRecord) });
  });

  it.each(["international", "national"] as const)("is altered by any change of one character (%s)", async (suite) => {
    const { jws, jwks } = await signRecord("jws", suite);
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (let index = 0; index < jws.length; index += 13) {
      const changed = alphabet[(alphabet.indexOf(jws.charAt(index)) + 32) % 64] ?? "";
      const { status } = await verifyCertificateJws(jws.slice(0, index) + changed + jws.slice(index + 1), jwks);
      expect(status, `at ${index}`).not.toBe("valid");
    }
  });

  it("is of an unknown key to another issuer's key set", async () => {
    const { jws } = await signRecord("jws");
    expect(await verifyCertificateJws(jws, await provider("other").publicJwks())).toEqual({ status: "unknownKey" });
  });

  it("accepts no key meant for documents, no other type and no other algorithm", async () => {
    const { keys, jwks } = await signRecord("jws");
    const document = await keys.documentSigningKey();
    const record = await keys.certificateSigningKey();
    const payload = canonicalJson({ digest: recordDigest(sampleRecord), record: sampleRecord });
    const otherType = await signCompact({ typ: "JWT" }, payload, record);
    const unsigned = `${Buffer.from(JSON.stringify({ alg: "none", kid: record.kid, typ: "application/tongban-certificate+json" })).toString("base64url")}.${Buffer.from(payload).toString("base64url")}.`;
    expect(await verifyCertificateJws(await signCertificateRecord(sampleRecord, document), jwks)).toEqual({ status: "unknownKey" });
    expect(await verifyCertificateJws(otherType, jwks)).toEqual({ status: "altered" });
    expect(await verifyCertificateJws(unsigned, jwks)).toEqual({ status: "altered" });
  });

  it("protects the readable record beside it", async () => {
    const { jws, jwks } = await signRecord("jws");
    expect(await verifySignedCertificate({ record: sampleRecord, jws }, jwks)).toMatchObject({ status: "valid" });
    expect(await verifySignedCertificate({ record: { ...sampleRecord, certificate_name: "营业执照" }, jws }, jwks)).toEqual({ status: "altered" });
  });
});

const signDocument = async () => {
  const keys = provider("pdf");
  const plain = await renderCertificatePdf(sampleRecord, { verifyUrl: "https://example.org/verify/x" });
  const signed = await signPdf(plain, await keys.documentSigningKey(), { signedAt: now, reason: "颁发电子证照" });
  return { plain, signed, trusted: await keys.trustedCertificates(), leaf: (await keys.documentSigningKey()).certificate };
};

describe("PDF signature", () => {
  it("is valid to who trusts the issuer or the signer, and tells when it was signed", async () => {
    const { signed, trusted, leaf } = await signDocument();
    const expected = { status: "valid", signer: "CN=Tongban Document Signing", signedAt: now };
    expect(await verifyPdfSignature(signed, trusted)).toMatchObject(expected);
    expect(await verifyPdfSignature(signed, [leaf])).toMatchObject(expected);
  });

  it("is of an unknown issuer to anyone else", async () => {
    const { signed } = await signDocument();
    expect(await verifyPdfSignature(signed, await provider("other").trustedCertificates())).toMatchObject({ status: "unknownIssuer" });
    expect(await verifyPdfSignature(signed, [])).toMatchObject({ status: "unknownIssuer" });
  });

  it("is altered by one flipped bit anywhere outside the signature value", async () => {
    const { signed, trusted } = await signDocument();
    const text = signed.toString("latin1");
    const [from, to] = [text.indexOf("/Contents <") + 11, text.indexOf(">", text.indexOf("/Contents <"))];
    for (let index = 0; index < signed.length; index += 997) {
      const at = index >= from && index < to ? to : index;
      const copy = Buffer.from(signed);
      copy[at]! ^= 1;
      expect((await verifyPdfSignature(copy, trusted)).status, `at ${at}`).not.toBe("valid");
    }
  });

  it.each([
    ["bytes added after signing", (pdf: Buffer) => Buffer.concat([pdf, Buffer.from("\n%%EOF\n")])],
    ["a cut end", (pdf: Buffer) => pdf.subarray(0, -1)],
    ["data hidden behind the signature value", (pdf: Buffer) => Buffer.from(pdf.toString("latin1").replace(/00>/, "41>"), "latin1")],
  ])("is altered by %s", async (_, change) => {
    const { signed, trusted } = await signDocument();
    expect(await verifyPdfSignature(change(signed), trusted)).toMatchObject({ status: "altered" });
  });

  it("is missing from a file that was never signed", async () => {
    const { plain, trusted } = await signDocument();
    expect(await verifyPdfSignature(plain, trusted)).toMatchObject({ status: "unsigned" });
    expect(await verifyPdfSignature(Buffer.from("hello"), trusted)).toMatchObject({ status: "unsigned" });
  });

  it("does not pass when the certificate had run out at the stated time", async () => {
    const keys = provider("pdf");
    const plain = await renderCertificatePdf(sampleRecord, { verifyUrl: "https://example.org/verify/x" });
    const late = await signPdf(plain, await keys.documentSigningKey(), { signedAt: new Date("2033-01-01T00:00:00Z"), reason: "迟到" });
    expect(await verifyPdfSignature(late, await keys.trustedCertificates())).toMatchObject({ status: "unknownIssuer" });
  });
});
