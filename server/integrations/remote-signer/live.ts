import { z } from "zod";
import { Jwks, trustedCertificatesOf, withCertificates, type KeyProvider, type PublicJwk, type Purpose, type SigningKey } from "@/server/core/documents/keys";
import { suiteOf } from "@/server/core/documents/suite";
import { askSigned, Unavailable, type Endpoint } from "../signed-request";

const Signature = z.object({ signature: z.string().regex(/^[\w-]{86}$/) });

type Wanted = { purpose: Purpose; suite?: "international" | "national" };

/**
 * Keys in a key service or in front of a hardware module. `POST keys` answers the whole key set, those of the past included;
 * `POST sign` with `{ kid, alg, hash }` answers `{ signature }`, r‖s in base64url. It is shown 32 bytes to sign, never what they
 * stand for, and what it answers is checked before it is used.
 */
export function remoteKeyProvider(endpoint: Endpoint, clock: () => Date): KeyProvider {
  const publicJwks = () => askSigned(endpoint, "keys", {}, Jwks);
  const open = (jwk: PublicJwk): SigningKey => {
    const name = jwk.alg === "SM2" ? "national" : "international";
    const suite = suiteOf(name);
    return {
      kid: jwk.kid, suite: name, notBefore: new Date(jwk.nbf * 1000), notAfter: new Date(jwk.exp * 1000),
      async sign(data) {
        const hash = Buffer.from(suite.prehash(data, jwk)).toString("base64url");
        const answer = await askSigned(endpoint, "sign", { kid: jwk.kid, alg: jwk.alg, hash }, Signature);
        const signature = new Uint8Array(Buffer.from(answer.signature, "base64url"));
        if (!(await suite.verify(data, signature, jwk))) throw new Unavailable("remote signer");
        return signature;
      },
    };
  };
  /** The newest key of a purpose that may sign now. */
  async function current({ purpose, suite = "international" }: Wanted): Promise<PublicJwk> {
    const { keys, sm2_keys } = await publicJwks();
    const seconds = clock().getTime() / 1000;
    const fitting = (suite === "national" ? sm2_keys : keys).filter((key) => key.purpose === purpose && !key.revoked && key.nbf <= seconds && seconds < key.exp);
    const newest = fitting.toSorted((a, b) => a.nbf - b.nbf).at(-1);
    if (!newest) throw new Unavailable("remote signer");
    return newest;
  }
  return {
    certificateSigningKey: async (suite = "international") => open(await current({ purpose: "record", suite })),
    statusSigningKey: async () => open(await current({ purpose: "status" })),
    auditSigningKey: async () => open(await current({ purpose: "audit" })),
    async documentSigningKey() {
      const jwk = await current({ purpose: "document" });
      if (!jwk.x5c?.length) throw new Unavailable("remote signer");
      return withCertificates(open(jwk), jwk);
    },
    publicJwks,
    trustedCertificates: async () => trustedCertificatesOf(await publicJwks()),
  };
}
