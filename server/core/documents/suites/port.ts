/** A public key: coordinates of 32 bytes each in base64url, as a JWK writes them. */
export type PublicPoint = { x: string; y: string };
/** A private key with its public one. */
export type PrivatePoint = PublicPoint & { d: string };

/** One set of algorithms that signs and digests: everything above knows only this. Signatures are r‖s, 64 bytes. */
export type CryptoSuite = {
  alg: "ES256" | "SM2";
  curve: "P-256" | "SM2";
  /** The name of the digest, as in `_sd_alg` of an SD-JWT. */
  hash: "sha-256" | "sm3";
  digest(data: Uint8Array): Uint8Array;
  /** The 32 bytes the curve operation signs, which is all that a signer elsewhere has to see. */
  prehash(data: Uint8Array, key: PublicPoint): Uint8Array;
  generateKey(): Promise<PrivatePoint>;
  sign(data: Uint8Array, key: PrivatePoint): Promise<Uint8Array>;
  /** False for whatever is no signature of these bytes by this key, malformed values included. */
  verify(data: Uint8Array, signature: Uint8Array, key: PublicPoint): Promise<boolean>;
};
