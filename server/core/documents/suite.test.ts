import { execFileSync } from "node:child_process";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { suiteByAlgorithm, suiteOf } from "./suite";
import type { PublicPoint } from "./suites/port";

const text = (value: string) => new TextEncoder().encode(value);
const hexOf = (value: Uint8Array) => Buffer.from(value).toString("hex");

describe.each(["international", "national"] as const)("the %s suite", (name) => {
  const suite = suiteOf(name);

  it("verifies what it signed, and that only", async () => {
    const key = await suite.generateKey();
    const other = await suite.generateKey();
    const signature = await suite.sign(text("电子证照"), key);
    expect(signature).toHaveLength(64);
    expect(await suite.verify(text("电子证照"), signature, key)).toBe(true);
    expect(await suite.verify(text("电子证照."), signature, key)).toBe(false);
    expect(await suite.verify(text("电子证照"), signature, other)).toBe(false);
  });

  it("refuses a signature with any flipped bit", async () => {
    const key = await suite.generateKey();
    const signature = await suite.sign(text("证"), key);
    for (let at = 0; at < 64; at += 1) {
      const flipped = signature.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte));
      expect(await suite.verify(text("证"), flipped, key), `byte ${at}`).toBe(false);
    }
  });

  it.each([["nothing", new Uint8Array()], ["zeros", new Uint8Array(64)], ["values beyond the order", new Uint8Array(64).fill(255)], ["a byte too many", new Uint8Array(65).fill(1)]])(
    "refuses %s without failing", async (_, signature) => expect(await suite.verify(text("证"), signature, await suite.generateKey())).toBe(false));

  it("refuses a key that is no point of its curve", async () => {
    const key = await suite.generateKey();
    expect(await suite.verify(text("证"), await suite.sign(text("证"), key), { x: key.y, y: key.x })).toBe(false);
  });

  it("is found by the algorithm its signatures name", () => expect(suiteByAlgorithm(suite.alg)).toBe(suite));
});

describe("digests", () => {
  it.each([
    ["international", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ["national", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"],
  ] as const)("of the %s suite agree with the standard's example", (name, expected) => expect(hexOf(suiteOf(name).digest(text("abc")))).toBe(expected));

  it.each(["none", "HS256", "EdDSA", undefined])("no suite answers to %s", (alg) => expect(suiteByAlgorithm(alg)).toBeUndefined());
});

const command = "openssl";
const openssl = (args: string[]) => execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"] });
const hasOpenssl = (() => {
  try {
    return openssl(["list", "-public-key-algorithms"]).includes("SM2");
  } catch {
    return false;
  }
})();

/** SubjectPublicKeyInfo of an SM2 key: id-ecPublicKey, curve 1.2.156.10197.1.301, the point uncompressed. */
const spki = ({ x, y }: PublicPoint) => Buffer.concat([Buffer.from("3059301306072a8648ce3d020106082a811ccf5501822d03420004", "hex"), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);

const integer = (value: Buffer) => {
  const short = value.subarray(Math.max(0, value.findIndex((byte) => byte !== 0)));
  const positive = (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), short]) : short;
  return Buffer.concat([Buffer.from([2, positive.length]), positive]);
};
const derOf = (signature: Uint8Array) => {
  const body = Buffer.concat([integer(Buffer.from(signature.subarray(0, 32))), integer(Buffer.from(signature.subarray(32)))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
};
function rawOf(der: Buffer): Uint8Array {
  const r = der.subarray(4, 4 + der[3]!);
  const s = der.subarray(6 + der[3]!);
  return Buffer.concat([r, s].map((value) => Buffer.concat([Buffer.alloc(32), value]).subarray(-32)));
}

describe.skipIf(!hasOpenssl)("SM2 beside OpenSSL (skipped where the command openssl with SM2 is missing)", () => {
  const distid = ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"];
  let dir = "";
  const at = (name: string) => join(dir, name);
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tongban-sm2-"));
    await writeFile(at("data"), "证照 𠮷");
  });
  afterAll(() => rm(dir, { recursive: true }));

  it("OpenSSL verifies our signature under the standard user id, not under another, nor over other bytes", async () => {
    const suite = suiteOf("national");
    const key = await suite.generateKey();
    await writeFile(at("ours.pem"), createPublicKey({ key: spki(key), format: "der", type: "spki" }).export({ format: "pem", type: "spki" }));
    await writeFile(at("ours.sig"), derOf(await suite.sign(await readFile(at("data")), key)));
    await writeFile(at("other"), "证照 吉");
    const verify = (file: string, id: string[]) => openssl(["pkeyutl", "-verify", "-pubin", "-inkey", at("ours.pem"), "-in", at(file), "-sigfile", at("ours.sig"), ...id]).toString();
    expect(verify("data", distid)).toContain("Verified Successfully");
    expect(() => verify("other", distid)).toThrow();
    expect(() => verify("data", ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:8765432187654321"])).toThrow();
  });

  it("we verify the signature of OpenSSL", async () => {
    openssl(["genpkey", "-algorithm", "SM2", "-out", at("theirs.pem")]);
    openssl(["pkeyutl", "-sign", "-inkey", at("theirs.pem"), "-in", at("data"), "-out", at("theirs.sig"), ...distid]);
    const point = createPublicKey(createPrivateKey(await readFile(at("theirs.pem")))).export({ format: "der", type: "spki" }).subarray(-64);
    const key = { x: point.subarray(0, 32).toString("base64url"), y: point.subarray(32).toString("base64url") };
    const signature = rawOf(await readFile(at("theirs.sig")));
    expect(await suiteOf("national").verify(await readFile(at("data")), signature, key)).toBe(true);
    expect(await suiteOf("national").verify(text("证照"), signature, key)).toBe(false);
  });

  it("digests as OpenSSL does", async () => {
    expect(openssl(["dgst", "-sm3", "-r", at("data")]).toString()).toContain(hexOf(suiteOf("national").digest(await readFile(at("data")))));
  });
});
