import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderCertificatePdf } from "@/server/core/documents/certificate-pdf";
import { signCertificateRecord } from "@/server/core/documents/jws";
import { fileKeyProvider } from "@/server/core/documents/keys";
import { issueSdJwt, presentSdJwt } from "@/server/core/documents/sd-jwt";
import { signPdf } from "@/server/core/documents/sign-pdf";
import { signStatusList } from "@/server/core/documents/status-list";
import { sampleRecord } from "@/server/core/documents/testing";
import { httpTimestampAuthority } from "@/server/integrations/timestamp/live";
import { hasOpenssl, opensslAuthority, serve } from "@/server/integrations/timestamp/testing";

let dir = "";

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tongban-verify-"));
  const now = new Date("2026-11-21T08:00:00Z");
  const keys = fileKeyProvider(join(dir, "keys"), () => now);
  const jws = await signCertificateRecord(sampleRecord, await keys.certificateSigningKey());
  const national = await keys.certificateSigningKey("national");
  const uri = "https://portal.example/api/open/v1/status/0";
  const facts = { issuer: "https://portal.example", issuedAt: now, status: { uri, idx: 5 } };
  // In force whenever this test runs: the command reads the real clock.
  const lasting = { ...sampleRecord, validate_start: "2020-01-01", validate_end: null };
  const sdJwt = await issueSdJwt(lasting, facts, await keys.certificateSigningKey());
  const list = async (value: 0 | 1 | 2, at = new Date(), of = uri) => signStatusList({ uri: of, at, values: [[5, value]] }, await keys.statusSigningKey());
  const plain = await renderCertificatePdf(sampleRecord, { verifyUrl: "https://example.org/verify/x" });
  const document = await keys.documentSigningKey();
  const pdf = await signPdf(plain, document, { signedAt: now, reason: "颁发电子证照" });
  const flipped = Buffer.from(pdf);
  flipped[5000]! ^= 1;
  const compromised = async (jwk: { kid: string } | undefined, how: { revoked_at: number; reason?: string }) => {
    const set = await keys.publicJwks();
    return JSON.stringify({ ...set, keys: set.keys.map((key) => (key.kid === jwk?.kid ? { ...key, revoked: how } : key)) });
  };
  const { keys: published } = await keys.publicJwks();
  const [before, after] = [now.getTime() / 1000 - 60, now.getTime() / 1000 + 60];
  const ofPurpose = (purpose: string) => published.find((key) => key.purpose === purpose);
  const rotated = await signCertificateRecord(sampleRecord, await keys.certificateSigningKey());

  const flip = (text: string, part: number) => text.split(".").map((piece, at) => (at === part ? `${piece.startsWith("a") ? "b" : "a"}${piece.slice(1)}` : piece)).join(".");
  const files: Record<string, string | Uint8Array> = {
    "jwks.json": JSON.stringify(await keys.publicJwks()),
    "record-gone.json": await compromised(ofPurpose("record"), { revoked_at: before }),
    "record-later.json": await compromised(ofPurpose("record"), { revoked_at: after }),
    "record-stolen.json": await compromised(ofPurpose("record"), { revoked_at: after, reason: "keyCompromise" }),
    "document-gone.json": await compromised(ofPurpose("document"), { revoked_at: before }),
    "document-later.json": await compromised(ofPurpose("document"), { revoked_at: after }),
    "document-stolen.json": await compromised(ofPurpose("document"), { revoked_at: 4_000_000_000, reason: "keyCompromise" }),
    "status-gone.json": await compromised(ofPurpose("status"), { revoked_at: before }),
    "old.jws": rotated,
    "payload.jws": flip(jws, 1),
    "signature.jws": flip(jws, 2),
    "added.pdf": Buffer.concat([pdf, Buffer.from("\nxref\n0 0\ntrailer<<>>\nstartxref\n0\n%%EOF\n")]),
    "cms.pdf": flipInSignature(pdf),
    "disclosure.sd-jwt": sdJwt.replace(/~(\w)/, (_, first: string) => `~${first === "a" ? "b" : "a"}`),
    "other.json": JSON.stringify(await fileKeyProvider(join(dir, "other"), () => now).publicJwks()),
    "leaf.der": document.certificate,
    "a.pdf": pdf,
    "flipped.pdf": flipped,
    "plain.pdf": plain,
    "a.jws": `${jws}\n`,
    "sm2.jws": await signCertificateRecord(sampleRecord, national),
    "sm2.sd-jwt": await issueSdJwt(lasting, facts, national),
    "whole.sd-jwt": sdJwt,
    "part.sd-jwt": presentSdJwt(sdJwt, ["face.premises"]),
    "forged.sd-jwt": sdJwt.replace("~", "~eHg~"),
    "ended.sd-jwt": await issueSdJwt({ ...lasting, validate_end: "2020-12-31" }, facts, await keys.certificateSigningKey()),
    "good.list": await list(0),
    "revoked.list": await list(1),
    "suspended.list": await list(2),
    "old.list": await list(0, new Date("2020-06-01T00:00:00Z")),
    "another.list": await list(0, new Date(), `${uri}1`),
    "forged.list": flip(await list(0), 2),
    "a.json": JSON.stringify({ record: sampleRecord, jws }, null, 2),
    "changed.json": JSON.stringify({ record: { ...sampleRecord, certificate_name: "营业执照" }, jws }),
  };
  if (hasOpenssl) {
    const authority = opensslAuthority();
    const server = await serve((query) => ({ body: authority.answer(query) }));
    const timestamps = httpTimestampAuthority({ url: server.url, trusted: [new X509Certificate(authority.pem("ca"))] });
    Object.assign(files, { "stamped.pdf": await signPdf(plain, document, { signedAt: now, reason: "颁发电子证照", timestamps }), "tsa.pem": authority.pem("ca"), "stranger.pem": authority.pem("stranger") });
    server.close();
    authority.close();
  }
  await keys.rotate();
  files["rotated.json"] = JSON.stringify(await keys.publicJwks());
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(dir, name), content)));
});
afterAll(() => rm(dir, { recursive: true }));

/** One digit within the value of the signature, so that it no longer fits what it signed. */
function flipInSignature(pdf: Uint8Array): Buffer {
  const copy = Buffer.from(pdf);
  const at = copy.indexOf("/Contents <") + 11 + 2000;
  copy[at] = copy[at] === 0x61 ? 0x62 : 0x61;
  return copy;
}

const script = join(import.meta.dirname, "cert-verify.ts");

/** Runs a command as a user does; names of files are looked up in the directory prepared above. */
const run = (args: string[], command = ["--import", "tsx", script]) =>
  new Promise<{ code: number; output: string }>((resolve) => {
    const paths = args.map((arg) => (arg.startsWith("--") ? arg : join(dir, arg)));
    const child = execFile(process.execPath, [...command, ...paths], { cwd: join(import.meta.dirname, "..") }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr }));
  });

describe("cert:verify", () => {
  it.each([
    [0, "GENUINE", ["a.pdf", "--jwks", "jwks.json"]],
    [0, "GENUINE", ["a.pdf", "--cert", "leaf.der"]],
    [0, sampleRecord.certificate_number, ["a.jws", "--jwks", "jwks.json"]],
    [0, sampleRecord.certificate_number, ["a.json", "--jwks", "jwks.json"]],
    [0, sampleRecord.certificate_number, ["sm2.jws", "--jwks", "jwks.json"]],
    [0, "state      not checked", ["whole.sd-jwt", "--jwks", "jwks.json"]],
    [0, sampleRecord.holders[0]!.code, ["sm2.sd-jwt", "--jwks", "jwks.json", "--status", "good.list"]],
    [0, "state      valid as of", ["part.sd-jwt", "--jwks", "jwks.json", "--status", "good.list"]],
    [0, "OUT OF DATE", ["whole.sd-jwt", "--jwks", "jwks.json", "--status", "old.list"]],
    [4, "state      revoked as of", ["whole.sd-jwt", "--jwks", "jwks.json", "--status", "revoked.list"]],
    [4, "state      suspended as of", ["whole.sd-jwt", "--jwks", "jwks.json", "--status", "suspended.list"]],
    [4, "not today", ["ended.sd-jwt", "--jwks", "jwks.json", "--status", "good.list"]],
    [1, "ALTERED", ["forged.sd-jwt", "--jwks", "jwks.json"]],
    [2, "UNKNOWN ISSUER", ["sm2.sd-jwt", "--jwks", "other.json"]],
    [3, "not the one", ["whole.sd-jwt", "--jwks", "jwks.json", "--status", "another.list"]],
    [3, "status list is altered", ["whole.sd-jwt", "--jwks", "jwks.json", "--status", "forged.list"]],
    [3, "SD-JWT files only", ["a.jws", "--jwks", "jwks.json", "--status", "good.list"]],
    [0, "Exit code", ["--help"]],
    [1, "ALTERED", ["flipped.pdf", "--jwks", "jwks.json"]],
    [1, "UNSIGNED", ["plain.pdf", "--jwks", "jwks.json"]],
    [1, "ALTERED", ["changed.json", "--jwks", "jwks.json"]],
    [2, "UNKNOWN ISSUER", ["a.pdf", "--jwks", "other.json"]],
    [2, "UNKNOWN ISSUER", ["a.jws", "--jwks", "other.json"]],
    [0, "GENUINE", ["old.jws", "--jwks", "rotated.json"]],
    [1, "ALTERED", ["payload.jws", "--jwks", "jwks.json"]],
    [1, "ALTERED", ["signature.jws", "--jwks", "jwks.json"]],
    [1, "ALTERED", ["added.pdf", "--jwks", "jwks.json"]],
    [1, "ALTERED", ["cms.pdf", "--jwks", "jwks.json"]],
    [1, "ALTERED", ["disclosure.sd-jwt", "--jwks", "jwks.json"]],
    [2, "KEY TAKEN BACK", ["a.jws", "--jwks", "record-later.json"]],
    [2, "KEY TAKEN BACK", ["whole.sd-jwt", "--jwks", "record-gone.json"]],
    [0, "GENUINE", ["whole.sd-jwt", "--jwks", "record-later.json"]],
    [2, "KEY TAKEN BACK", ["whole.sd-jwt", "--jwks", "record-stolen.json"]],
    [2, "KEY TAKEN BACK", ["a.pdf", "--jwks", "document-gone.json"]],
    [0, "GENUINE", ["a.pdf", "--jwks", "document-later.json"]],
    [3, "key taken back", ["whole.sd-jwt", "--jwks", "status-gone.json", "--status", "good.list"]],
    [3, "needs --jwks", ["a.jws"]],
    [3, "Cannot read", ["missing.pdf", "--jwks", "jwks.json"]],
    [3, "Unknown option", ["--key"]],
  ])("exits with %i and says %s for %j", async (code, words, args) => {
    const result = await run(args);
    expect(result.output).toContain(words);
    expect(result.code).toBe(code);
  });

  it.skipIf(!hasOpenssl).each([
    ["by CN=Test tsa\n", ["--tsa", "tsa.pem"]],
    ["NOT GIVEN", ["--tsa", "stranger.pem"]],
    ["NOT GIVEN", []],
  ])("says %s of a time stamp with %j", async (words, args) => {
    const { code, output } = await run(["stamped.pdf", "--jwks", "jwks.json", ...args]);
    expect([code, output]).toEqual([0, expect.stringMatching(/time stamp \d{4}-/)]);
    expect(output).toContain(words);
  });

  it.skipIf(!hasOpenssl).each([
    [0, "GENUINE", ["document-stolen.json", "--tsa", "tsa.pem"]],
    [2, "KEY TAKEN BACK", ["document-stolen.json", "--tsa", "stranger.pem"]],
    [2, "KEY TAKEN BACK", ["document-stolen.json"]],
    [2, "KEY TAKEN BACK", ["document-gone.json", "--tsa", "tsa.pem"]],
  ])("exits with %i and says %s, as the time stamp proves or not that the key was good, with %j", async (code, words, args) => {
    const result = await run(["stamped.pdf", "--jwks", ...args]);
    expect(result.output).toContain(words);
    expect(result.code).toBe(code);
  });

  it("says of a file without a time stamp that the time is the signer's own word", async () => {
    expect((await run(["a.pdf", "--jwks", "jwks.json"])).output).toContain("time stamp none");
  });

  it("prints of a presentation what was shown and nothing else", async () => {
    const { output } = await run(["part.sd-jwt", "--jwks", "jwks.json"]);
    expect(output).toContain("face.premises");
    expect(output).not.toContain(sampleRecord.holders[0]!.code);
  });
});

describe("cert:others, without a line of ours", () => {
  it.each([
    [0, "GENUINE", ["a.jws", "jwks.json"]],
    [0, sampleRecord.certificate_number, ["a.json", "jwks.json"]],
    [0, "GENUINE", ["old.jws", "rotated.json"]],
    [0, "GENUINE", ["whole.sd-jwt", "jwks.json"]],
    [0, "GENUINE", ["part.sd-jwt", "jwks.json", "good.list"]],
    [1, "NOT GENUINE", ["whole.sd-jwt", "jwks.json", "revoked.list"]],
    [1, "NOT GENUINE", ["disclosure.sd-jwt", "jwks.json"]],
    [1, "NOT GENUINE", ["payload.jws", "jwks.json"]],
    [1, "NOT GENUINE", ["changed.json", "jwks.json"]],
    [1, "NOT GENUINE", ["a.jws", "other.json"]],
    [3, "Usage", []],
  ])("ends with %i and says “%s” for %j", async (code, says, args) => {
    const result = await run(args, [join(import.meta.dirname, "cert-others.mjs")]);
    expect(result.output).toContain(says);
    expect(result.code).toBe(code);
  });
});
