import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { run, say } from "./setup.mjs";

const unpacked = resolve(".tmp/nginx");

/** NGINX_PATH, one on the machine, or Debian's package unpacked beside the tests, which changes nothing on the machine; the path, if there is one. */
export async function findNginx() {
  return (await existing()) ?? (await unpack());
}

async function existing() {
  if (process.env.NGINX_PATH) return process.env.NGINX_PATH;
  const places = [...(process.env.PATH ?? "").split(":").map((folder) => join(folder, "nginx")), "/usr/sbin/nginx", "/usr/local/sbin/nginx", join(unpacked, "usr/sbin/nginx")];
  for (const place of places.filter((one) => existsSync(one))) {
    if ((await run(place, ["-v"], { quiet: true, timeoutMs: 20_000 })).code === 0) return place;
  }
  return undefined;
}

async function unpack() {
  if (existsSync("/usr/bin/apt-get")) {
    say("Fetching nginx (apt-get) …");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    if (process.getuid?.() === 0) await run("apt-get", ["update"], { quiet: true, env, timeoutMs: 180_000 });
    await mkdir(unpacked, { recursive: true });
    await run("sh", ["-c", `cd '${unpacked}' && apt-get download nginx`], { quiet: true, env, timeoutMs: 180_000 });
    for (const file of (await readdir(unpacked)).filter((name) => name.endsWith(".deb"))) await run("dpkg-deb", ["-x", join(unpacked, file), unpacked], { quiet: true });
  }
  const found = await existing();
  if (!found) console.error("The tests of several processes need an nginx: install one, or set NGINX_PATH to it.");
  return found;
}
