import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const command = "openssl";
const openssl = (args: string[]) => execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"] });

/** Whether the command openssl is there, which plays the authority in tests. */
export const hasOpenssl = (() => {
  try {
    return openssl(["version"]).includes("OpenSSL");
  } catch {
    return false;
  }
})();

const config = (dir: string) => `
[tsa]
default_tsa = tsa_default
[tsa_default]
serial = ${dir}/serial
crypto_device = builtin
signer_cert = ${dir}/tsa.pem
certs = ${dir}/ca.pem
signer_key = ${dir}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[stamping]
extendedKeyUsage = critical,timeStamping
[plain]
extendedKeyUsage = critical,emailProtection
`;

/** An authority of openssl's making, with keys made for the test, and what it may be asked to do wrong. */
export function opensslAuthority() {
  const dir = mkdtempSync(join(tmpdir(), "tongban-tsa-"));
  const at = (name: string) => join(dir, name);
  writeFileSync(at("tsa.cnf"), config(dir));
  writeFileSync(at("serial"), "01\n");
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  for (const name of ["ca", "stranger"]) openssl(["req", "-x509", ...curve, "-keyout", at(`${name}.key`), "-out", at(`${name}.pem`), "-subj", `/CN=Test ${name}`, "-days", "3650"]);
  for (const [name, extensions] of [["tsa", "stamping"], ["mail", "plain"]] as const) {
    openssl(["req", ...curve, "-keyout", at(`${name}.key`), "-out", at(`${name}.csr`), "-subj", `/CN=Test ${name}`]);
    openssl(["x509", "-req", "-in", at(`${name}.csr`), "-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-days", "3650", "-extfile", at("tsa.cnf"), "-extensions", extensions, "-out", at(`${name}.pem`)]);
  }
  return {
    dir, at, openssl,
    /** The answer (DER) to a request, by whichever key. */
    answer(query: Uint8Array): Buffer {
      writeFileSync(at("query.tsq"), query);
      openssl(["ts", "-reply", "-queryfile", at("query.tsq"), "-config", at("tsa.cnf"), "-section", "tsa_default", "-out", at("answer.tsr")]);
      return readFileSync(at("answer.tsr"));
    },
    /** What that answer states, signed anew by a certificate that is there for mail. */
    tokenByMail(token: Uint8Array): Buffer {
      writeFileSync(at("token.der"), token);
      openssl(["cms", "-verify", "-noverify", "-inform", "DER", "-in", at("token.der"), "-out", at("info.der")]);
      openssl(["cms", "-sign", "-binary", "-nodetach", "-cades", "-md", "sha256", "-econtent_type", "1.2.840.113549.1.9.16.1.4", "-in", at("info.der"), "-signer", at("mail.pem"), "-inkey", at("mail.key"), "-outform", "DER", "-out", at("mail.der")]);
      return readFileSync(at("mail.der"));
    },
    pem: (name: "ca" | "tsa" | "stranger") => readFileSync(at(`${name}.pem`), "utf8"),
    close: () => rmSync(dir, { recursive: true }),
  };
}

/** Serves what `answer` makes of each request. */
export async function serve(answer: (query: Buffer) => { type?: string; status?: number; body: Uint8Array } | undefined): Promise<{ url: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const said = answer(Buffer.concat(chunks));
      // Without an answer the caller waits.
      if (said) response.writeHead(said.status ?? 200, { "content-type": said.type ?? "application/timestamp-reply" }).end(said.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
