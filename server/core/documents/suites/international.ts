import { createHash } from "node:crypto";
import type { CryptoSuite, PublicPoint } from "./port";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const digest = (data: Uint8Array) => new Uint8Array(createHash("sha256").update(data).digest());
const jwkOf = ({ x, y }: PublicPoint) => ({ kty: "EC", crv: "P-256", x, y });

/** ES256 (RFC 7518): ECDSA on P-256 with SHA-256. */
export const international: CryptoSuite = {
  alg: "ES256",
  curve: "P-256",
  hash: "sha-256",
  digest,
  prehash: digest,
  async generateKey() {
    const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const { x = "", y = "", d = "" } = await crypto.subtle.exportKey("jwk", pair.privateKey);
    return { x, y, d };
  },
  async sign(data, key) {
    const privateKey = await crypto.subtle.importKey("jwk", { ...jwkOf(key), d: key.d }, algorithm, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, new Uint8Array(data)));
  },
  async verify(data, signature, key) {
    try {
      const publicKey = await crypto.subtle.importKey("jwk", jwkOf(key), algorithm, false, ["verify"]);
      return await crypto.subtle.verify(algorithm, publicKey, new Uint8Array(signature), new Uint8Array(data));
    } catch {
      return false;
    }
  },
};
