import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import { env } from "@/env";

type Flags = { userVerified?: boolean; origin?: string; rpId?: string; counter?: number };

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
const sha256 = (data: Uint8Array | string) => createHash("sha256").update(data).digest();

/** A passkey held in memory, as a device would hold it; its lies are chosen by the test. */
export function softPasskey() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  let counter = 0;
  const { hostname, origin } = new URL(env().publicUrl);

  const clientData = (type: string, challenge: string, flags: Flags) => Buffer.from(JSON.stringify({ type, challenge, origin: flags.origin ?? origin, crossOrigin: false }));
  const authData = ({ userVerified = true, rpId = hostname, counter: told }: Flags, attested: Uint8Array = new Uint8Array()) => {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(told ?? counter);
    return Buffer.concat([sha256(rpId), Buffer.from([0x01 | (userVerified ? 0x04 : 0) | (attested.length > 0 ? 0x40 : 0)]), count, attested]);
  };
  const shared = { id: base64url(id), rawId: base64url(id), type: "public-key", clientExtensionResults: {} };

  return {
    make({ challenge }: { challenge: string }, flags: Flags = {}) {
      const key = new Map<number, number | Uint8Array>([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, "base64url")], [-3, Buffer.from(y, "base64url")]]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(toPlain(key))]);
      const attestation = new Map<string, unknown>([["fmt", "none"], ["attStmt", new Map()], ["authData", new Uint8Array(authData(flags, attested))]]);
      return {
        ...shared,
        response: { clientDataJSON: base64url(clientData("webauthn.create", challenge, flags)), attestationObject: base64url(isoCBOR.encode(toPlain(attestation))), transports: ["internal"] },
      };
    },
    sign({ challenge }: { challenge: string }, flags: Flags = {}) {
      const [client, data] = [clientData("webauthn.get", challenge, flags), authData(flags)];
      const signature = createSign("sha256").update(Buffer.concat([data, sha256(client)])).sign(privateKey);
      return { ...shared, response: { clientDataJSON: base64url(client), authenticatorData: base64url(data), signature: base64url(signature) } };
    },
  };
}

type Encodable = Parameters<typeof isoCBOR.encode>[0];

// Safe: maps of numbers, texts and bytes are what CBOR encodes; Buffers become plain byte arrays first.
function toPlain(map: Map<unknown, unknown>): Encodable {
  const plain = [...map].map(([key, value]) => [key, Buffer.isBuffer(value) ? new Uint8Array(value) : value] as const);
  return new Map(plain) as unknown as Encodable;
}
