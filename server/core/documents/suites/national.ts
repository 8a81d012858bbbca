import { sm2, sm3 } from "sm-crypto-v2";
import type { CryptoSuite, PublicPoint } from "./port";

/** The signer's distinguishing id that GB/T 35276 sets where none is agreed. */
const userId = "1234567812345678";

const hex = (base64url: string) => Buffer.from(base64url, "base64url").toString("hex").padStart(64, "0");
const base64url = (digits: string) => Buffer.from(digits, "hex").toString("base64url");
const bytes = (digits: string) => new Uint8Array(Buffer.from(digits, "hex"));
const pointOf = ({ x, y }: PublicPoint) => `04${hex(x)}${hex(y)}`;

/** SM3 of Z and the data, where Z binds the user id, the curve and the public key (GB/T 32918.2, 5.5 and 6.1). */
const prehash = (data: Uint8Array, key: PublicPoint) => bytes(sm2.getHash(data, pointOf(key), userId));

/**
 * SM2 with SM3 (GB/T 32918, GB/T 32905). Not by the runtime's own crypto: it signs with an empty user id or, for keys it
 * makes itself, with ECDSA, and no other implementation accepts either.
 */
export const national: CryptoSuite = {
  alg: "SM2",
  curve: "SM2",
  hash: "sm3",
  digest: (data) => bytes(sm3(data)),
  prehash,
  async generateKey() {
    const { privateKey, publicKey } = sm2.generateKeyPairHex();
    return { x: base64url(publicKey.slice(2, 66)), y: base64url(publicKey.slice(66)), d: base64url(privateKey.padStart(64, "0")) };
  },
  async sign(data, key) {
    return bytes(sm2.doSignature(prehash(data, key), hex(key.d)));
  },
  async verify(data, signature, key) {
    try {
      return signature.length === 64 && sm2.doVerifySignature(data, Buffer.from(signature).toString("hex"), pointOf(key), { hash: true, userId });
    } catch {
      return false;
    }
  },
};
