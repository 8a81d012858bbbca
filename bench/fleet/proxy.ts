import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync, closeSync, readFileSync } from "node:fs";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { issueCertificateChain } from "@/server/core/documents/x509";

export type Tls = { certificate: string; key: string; root: string };

/** A proxy of Debian's under the configuration that the project ships, with other addresses in it. */
export type Proxy = { log(): string; stop(): Promise<void> };

type Place = { folder: string; tls: Tls; port: number; plainPort: number; web: readonly number[] };

/** A certificate under a root of its own, for as long as a run takes. */
export async function makeTls(): Promise<Tls> {
  const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", keys.publicKey);
  const day = 86_400_000;
  const [leaf, root] = await issueCertificateChain({ x, y }, { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) });
  return { certificate: pem("CERTIFICATE", leaf) + pem("CERTIFICATE", root), key: pem("PRIVATE KEY", await crypto.subtle.exportKey("pkcs8", keys.privateKey)), root: pem("CERTIFICATE", root) };
}

function pem(kind: string, der: Uint8Array | ArrayBuffer | undefined): string {
  const lines = Buffer.from(new Uint8Array(der ?? [])).toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${kind}-----\n${lines.join("\n")}\n-----END ${kind}-----\n`;
}

/** Where a program is: as the environment says, unpacked for the tests (`scripts/lib/nginx.mjs`), or installed. */
export function findProgram(name: "nginx" | "haproxy"): string | undefined {
  const places = [process.env[`${name.toUpperCase()}_PATH`], `.tmp/${name}/usr/sbin/${name}`, ...(process.env["PATH"] ?? "").split(":").map((folder) => join(folder, name)), `/usr/sbin/${name}`, `/usr/local/sbin/${name}`, `/opt/homebrew/bin/${name}`];
  return places.find((place) => place && existsSync(place));
}

export async function startNginx(place: Place): Promise<Proxy> {
  const { folder, port, plainPort, web } = place;
  const home = await homeIn(folder, "nginx", place.tls);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${home}/${kind};`).join(" ");
  const configuration = exchange(readFileSync("ops/nginx.conf", "utf8"), [
    ["http {\n", `http {\n  ${temporary}\n`],
    // Debian's is older than `resolve`, and a port of our own has no name.
    ["  include /etc/nginx/conf.d/resolver.conf;\n", ""],
    [/server web:3000 resolve ([^;]*;)/, web.map((one) => `server 127.0.0.1:${one} $1`).join(" ")],
    ["listen 80;", `listen 127.0.0.1:${plainPort};`], ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["/etc/nginx/tls/portal.pem", `${home}/portal.pem`], ["/etc/nginx/tls/portal.key", `${home}/portal.key`],
  ]);
  await writeFile(join(home, "nginx.conf"), configuration);
  return run("nginx", ["-p", home, "-e", join(home, "start.log"), "-c", join(home, "nginx.conf"), "-g", `daemon off; pid ${home}/nginx.pid;`], { home, port });
}

export async function startHaproxy(place: Place): Promise<Proxy> {
  const { folder, port, plainPort, web } = place;
  const home = await homeIn(folder, "haproxy", place.tls);
  await writeFile(join(home, "both.pem"), place.tls.certificate + place.tls.key, { mode: 0o600 });
  const configuration = exchange(readFileSync("ops/haproxy.cfg", "utf8"), [
    ["bind :80\n", `bind 127.0.0.1:${plainPort}\n`], ["bind :443 ssl", `bind 127.0.0.1:${port} ssl`], ["/etc/haproxy/tls/portal.pem", `${home}/both.pem`],
    [/ {2}server web-1 web-1:3000\n {2}server web-2 web-2:3000\n/, web.map((one, index) => `  server web-${index + 1} 127.0.0.1:${one}\n`).join("")],
  ]);
  await writeFile(join(home, "haproxy.cfg"), configuration);
  return run("haproxy", ["-db", "-f", join(home, "haproxy.cfg")], { home, port });
}

async function homeIn(folder: string, name: string, tls: Tls): Promise<string> {
  const home = join(folder, name);
  await mkdir(home, { recursive: true });
  // A worker that is no longer root goes through it.
  await Promise.all([chmod(folder, 0o711), chmod(home, 0o711)]);
  await Promise.all([writeFile(join(home, "portal.pem"), tls.certificate), writeFile(join(home, "portal.key"), tls.key, { mode: 0o600 })]);
  return home;
}

/** Each must be there, exactly once: what is run is what is shipped, but for these. */
function exchange(text: string, exchanges: readonly (readonly [string | RegExp, string])[]): string {
  return exchanges.reduce((now, [what, by]) => {
    if (now.split(what).length !== (typeof what === "string" ? 2 : 2 + (what.source.match(/\((?!\?)/g)?.length ?? 0))) throw new Error(`The shipped configuration has not exactly one ${String(what)}.`);
    return now.replace(what, by);
  }, text);
}

async function run(name: "nginx" | "haproxy", args: readonly string[], { home, port }: { home: string; port: number }): Promise<Proxy> {
  const program = findProgram(name);
  if (!program) throw new Error(`The proof needs ${name}: install it (apt-get install ${name}), or set ${name.toUpperCase()}_PATH to it.`);
  const file = join(home, "said.log");
  // A file, because what writes its log to /dev/stdout opens that anew.
  const sink = openSync(file, "w");
  const child = spawn(program, args, { stdio: ["ignore", sink, sink] });
  closeSync(sink);
  const gone = once(child, "exit");
  const log = () => readFileSync(file, "utf8");
  for (let waited = 0; !(await listens(port)); waited += 50) {
    if (child.exitCode !== null || waited > 15_000) throw new Error(`${name} does not start:\n${log()}\n${await readFile(join(home, "start.log"), "utf8").catch(() => "")}`);
    await pause(50);
  }
  const stop = async () => {
    child.kill("SIGTERM");
    await gone;
  };
  return { log, stop };
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => (socket.destroy(), done(true))).once("error", () => done(false));
  });
}
