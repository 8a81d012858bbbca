import { readFileSync } from "node:fs";
import { z } from "zod";

/** Number, chapters of ASVS 5.0, what is asked, and what shows it: `file › words of the test`, or why there is no test. */
const Rows = z.array(z.tuple([z.string(), z.string(), z.string()], z.string()));

export type Requirement = { number: string; asvs: string; asked: string; keepers: string[] };

export const requirements: readonly Requirement[] = Rows.parse(JSON.parse(readFileSync("scripts/security/requirements.json", "utf8"))).map(([number, asvs, asked, ...keepers]) => ({ number, asvs, asked, keepers }));

const words = /^(?:People|Not|Not yet): /;

/** Whether nothing but words stands for it: no test. */
export const isOnlyTold = ({ keepers }: Requirement): boolean => keepers.every((keeper) => words.test(keeper));

function statusOf(requirement: Requirement): string {
  const { keepers } = requirement;
  const missing = keepers.some((keeper) => keeper.startsWith("Not yet: "));
  if (missing) return isOnlyTold(requirement) ? "not yet" : "in part";
  if (keepers.some((keeper) => keeper.startsWith("Not: "))) return "does not apply";
  return isOnlyTold(requirement) ? "by people" : "shown";
}

function keeperOf(keeper: string): string {
  if (words.test(keeper)) return keeper;
  const [file = "", test] = keeper.split(" › ");
  return `\`${file}\`${test ? ` › ${test.replaceAll("|", "\\|")}` : ""}`;
}

/** The page of the eighty requirements. */
export function securityPage(): string {
  const rows = requirements.map((one) => `| ${one.number} | ${one.asvs} | ${one.asked} | ${statusOf(one)} | ${one.keepers.map(keeperOf).join("<br>")} |`);
  const count = (status: string) => requirements.filter((one) => statusOf(one) === status).length;
  return `# Security

Eighty requirements drawn from OWASP ASVS 5.0, in our own words, each with the test that shows it. This page is generated from \`scripts/security/requirements.json\` (\`node scripts/run.mjs scripts/security-table.ts\`); \`scripts/security/page.test.ts\` fails when it is not up to date or names a test that does not exist. Why it is done this way: [ADR 45](adr/0045-security-by-enumeration.md).

Shown ${count("shown")}, in part ${count("in part")}, by people ${count("by people")}, not yet ${count("not yet")}, does not apply ${count("does not apply")}.

\`npm run security\` asks more than \`npm test\` has time for, on a database of its own, on loopback, and leaves nothing behind:

| Command | What it does |
| --- | --- |
| \`npm run security\` | all of the below, one table, and fails where something is wrong |
| \`npm run security -- matrix\` | every procedure by everybody who may not call it; every procedure that takes a case, from a stranger and from another office |
| \`npm run security -- fuzz --seconds 600 --seed 7\` | every procedure again and again with inputs that fit and inputs that do not; a seed repeats a run |
| \`npm run security -- supply\` | packages against \`min-safe-versions.json\`, their digests and scripts; secrets in the tree and in what browsers are given |
| \`npm run sbom\` | the list of parts (CycloneDX), to \`.tmp/sbom.json\` |

**Safe versions.** \`min-safe-versions.json\` names, by package and major version, the oldest that is safe; \`npm test\` and \`npm run verify\` compare the lock file with it. When an advisory comes out: raise the floor first, see the check fail, then upgrade. Critical ones within three days, high ones within seven. Fixes published for several lines at once count as security fixes though nothing says so.

**Install scripts.** \`.npmrc\` and \`npm test\` let no package run a script when it is installed; those that have one are named, with why none is needed, in \`scripts/security/supply.ts\`.

| # | ASVS | What is asked | Status | Shown by |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}
