import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";
import { faultsIn, installScripts, isOlder, readFloors, readLock, secretsIn, type Lock } from "./supply";

const run = promisify(execFile);
const lock = readLock();
const floors = readFloors();
const digest = `sha512-${"A".repeat(86)}==`;
const locked = (path: string, more: Lock["packages"][string]): Lock => ({ packages: { [`node_modules/${path}`]: { version: "1.0.0", integrity: digest, ...more } } });

test("every package comes from the registry, is held by its digest, and is no older than what is safe", () => {
  expect(Object.keys(lock.packages).length).toBeGreaterThan(300);
  expect(faultsIn(lock, floors)).toEqual([]);
});

test.each<[string, Lock, string]>([
  ["of another address", locked("left", { resolved: "git+ssh://git@host.example/left.git" }), "node_modules/left comes from git+ssh://git@host.example/left.git"],
  ["without a digest", locked("left", { integrity: "" }), "node_modules/left has no SHA-512 digest"],
  ["with a weak digest", locked("left", { integrity: "sha1-abc=" }), "node_modules/left has no SHA-512 digest"],
  ["of this machine without a digest", locked("left", { integrity: "", optional: true, os: ["linux"], cpu: ["x64"] }), "node_modules/left has no SHA-512 digest"],
  ["with a known hole", locked("next", { version: "16.2.5" }), "next 16.2.5 is older than 16.4.6"],
  ["with a known hole, deep below", locked("a/node_modules/react", { version: "19.2.0" }), "react 19.2.0 is older than 19.3.1"],
  ["of a line that nobody mends", locked("next-auth", { version: "5.0.0-beta.32" }), "next-auth 5.0.0-beta.32: no safe version of this line is named"],
  ["with a script", locked("worm", { hasInstallScript: true }), "worm brings an install script that nobody allowed"],
])("a package %s is found", (_, wrong, fault) => expect(faultsIn(wrong, floors)).toEqual([fault]));

test.each([["16.4.6", "16.4.6", false], ["16.4.10", "16.4.6", false], ["16.4.5", "16.4.6", true], ["17.0.0", "16.4.6", false], ["16.4.6-canary.1", "16.4.6", true], ["2.0.0", "10.0.0", true]])("%s is older than %s: %s", (version, floor, older) => expect(isOlder(version, floor)).toBe(older));

test("every floor is of a package that is used", () => {
  const used = new Set(Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf("node_modules/") + 13)));
  expect(Object.keys(floors).filter((name) => !used.has(name))).toEqual([]);
});

test("no script of a package runs when it is installed; those that have one are known by name", () => {
  const having = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path.slice(path.lastIndexOf("node_modules/") + 13));
  expect([...new Set(having)].toSorted()).toEqual(Object.keys(installScripts).toSorted());
  expect(readFileSync(".npmrc", "utf8")).toMatch(/^ignore-scripts=true$/m);
  expect(readFileSync("scripts/lib/setup.mjs", "utf8")).toContain('"--ignore-scripts"');
});

test("the parts are listed, without a network, as `npm run sbom` writes them", async () => {
  const { stdout } = await run("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--offline"], { maxBuffer: 2 ** 26 });
  const { bomFormat, components } = z.object({ bomFormat: z.string(), components: z.array(z.looseObject({ name: z.string(), version: z.string() })) }).parse(JSON.parse(stdout));
  expect(bomFormat).toBe("CycloneDX");
  expect(components.length).toBeGreaterThan(300);
  expect(readFileSync("package.json", "utf8")).toContain("npm sbom --sbom-format cyclonedx --package-lock-only");
});

test("nothing that is checked in holds a secret", async () => {
  // A shipped copy has no history: there it is the files as they lie.
  const files = await run("git", ["ls-files", "-z"], { maxBuffer: 2 ** 26 }).then(({ stdout }) => stdout.split("\0").filter(Boolean), () => []);
  const texts = files.filter((file) => /\.(ts|tsx|mjs|cjs|js|json|md|yml|yaml|sql|css|env|txt|sh)$/.test(file) && !file.endsWith("package-lock.json"));
  const found = texts.flatMap((file) => secretsIn(textOf(file)).map((what) => `${file}: ${what}`));
  expect(found).toEqual([]);
});

test.each([
  ["a private key", `-----BEGIN EC PRIVATE KEY-----\n${"A".repeat(120)}`], ["a cloud key", `AKIA${"B".repeat(16)}`], ["a token", `ghp_${"c".repeat(36)}`],
  ["a password in an address", ["postgres://web:", "Tr0ub4dor-and-3@db.example/x"].join("")],
])("%s would be found", (what, text) => expect(secretsIn(`x ${text} y`)).toEqual([what]));

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
