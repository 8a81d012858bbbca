// One closed vocabulary per layer, so that the path of any rule can be guessed; and no file too long to read.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

const nouns = ["departments", "identity", "organisations", "delegations", "forms", "items", "certificates", "applications", "lifeEvents", "notices", "ratings", "enquiries", "supervision", "records", "audit", "operations"];
const layers = {
  domain: { words: ["schema", "rules", "policy", "types"], shared: ["core"], files: [] },
  server: { words: ["router", "commands", "queries", "view", "jobs"], shared: ["api", "core", "auth", "integrations", "jobs"], files: ["main.ts"] },
};
const maxLines = 300;

// Who posts these forms does not matter, or is what they change: signing in, acting for somebody, how the portal looks, an open question.
const anybodys = [
  /^app\/\[locale\]\/\(auth\)\//, /^app\/\[locale\]\/dev\//, /^app\/\[locale\]\/\(citizen\)\/(elder|preferences|progress|verify)\//, /^app\/_shared\/preferences\//, /^app\/_ui\/shell\//,
];
const choosesPrincipal = /action=\{choosePrincipal\}/;

const problems = [];
let checked = 0;
for (const [layer, rules] of Object.entries(layers)) checkLayer(layer, rules);
for (const layer of ["app", "server", "domain", "db"]) checkLengths(layer);
checkForms();
checkDownloads();

if (checked === 0) problems.push("No file was looked at: run this from the project's root.");
for (const problem of problems) console.error(problem);
console.log(`${checked} files looked at, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);

function checkLayer(layer, { words, shared, files }) {
  for (const entry of readdirSync(layer)) {
    const home = join(layer, entry);
    if (!statSync(home).isDirectory()) {
      if (!files.includes(entry)) problems.push(`${home}: only folders${files.map((file) => ` and ${file}`).join("")} live directly under ${layer}/`);
    } else if (nouns.includes(entry)) {
      checkNoun(home, words);
    } else if (!shared.includes(entry)) {
      problems.push(`${home}: neither a noun (${nouns.join(", ")}) nor a shared folder (${shared.join(", ")})`);
    }
  }
}

/** A word is a file, or a folder of that name with a file per act. Tests and test data stand beside what they test. */
function checkNoun(home, words) {
  for (const file of filesIn(home)) {
    const [first] = relative(home, file).split(sep);
    const word = first.replace(/(\.[a-z-]+)*\.tsx?$/, "");
    if (!words.includes(word)) problems.push(`${file}: a noun in ${home.split(sep)[0]}/ holds ${words.join(", ")}, each a file or a folder`);
  }
}

function checkLengths(layer) {
  for (const file of filesIn(layer).filter((path) => /\.tsx?$/.test(path))) {
    checked += 1;
    const lines = readFileSync(file, "utf8").split("\n").length - 1;
    if (lines > maxLines && !/\.test\.tsx?$/.test(file)) problems.push(`${file}: ${lines} lines, ${maxLines} at most; make it a folder of the same name`);
  }
}

/** A tab opened for one person or principal files nothing for another: each form says for whom, and its action asks. */
function checkForms() {
  for (const file of filesIn("app").filter((path) => /\.tsx?$/.test(path) && !anybodys.some((place) => place.test(path.split(sep).join("/"))))) {
    const text = readFileSync(file, "utf8");
    if (text.startsWith('"use server"') && /\bapi\(/.test(text)) problems.push(`${file}: an action calls procedures through apiFor(form)`);
    const posts = (text.match(/<form [^>]*action=\{[^>]*>/g) ?? []).filter((tag) => !tag.includes('method="get"') && !choosesPrincipal.test(tag));
    const told = text.match(/<ActingField \/>/g) ?? [];
    if (posts.length > told.length) problems.push(`${file}: ${posts.length} forms, ${told.length} with <ActingField />`);
  }
}

/** `/api` has no language: the portal's own links would put one before it, and fetch a file ahead of the visit. */
function checkDownloads() {
  for (const file of filesIn("app").filter((path) => path.endsWith(".tsx"))) {
    if (/<\w*Link\b[^<]*?\shref=(?:\{`|\{"|")\/api\//.test(readFileSync(file, "utf8"))) problems.push(`${file}: what lies under /api is reached by a plain <a href>`);
  }
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
