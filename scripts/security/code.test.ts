import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const files = ["app", "server", "domain", "db"].flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`)).filter((file) => !/\.test(ing)?\.tsx?$|\/testing|testing-tools/.test(file));
const lines = files.flatMap((file) => readFileSync(file, "utf8").split("\n").map((text) => ({ file, text: text.replace(/^\s*(\/\/|\*|\/\*\*).*$/, "") })));
const having = (pattern: RegExp, allowed: readonly string[] = []) => [...new Set(lines.filter(({ file, text }) => pattern.test(text) && !allowed.includes(file)).map(({ file, text }) => `${file}: ${text.trim().slice(0, 100)}`))];

test("all of the code is looked at", () => expect(files.length).toBeGreaterThan(500));

test("no statement is put together from a text", () => {
  // What is given raw is a word of the program: a direction, a column, a number or a name of its own.
  const raw = ["server/supervision/queries/cases.ts", "server/items/queries/search.ts", "server/operations/queries/work.ts", "server/applications/queries/queue-count.ts", "server/applications/queries/queue-page.ts", "db/schema/applications.ts", "db/seed/import/store.ts", "db/rotation.ts"];
  expect(having(/\bsql\.raw\(/, raw)).toEqual([]);
  expect(having(/\.(?:query|execute)\(`[^`]*\$\{/, ["db/testing/database.ts", "db/logins.ts", "server/jobs/upkeep.ts", "server/core/process/database.ts", "server/core/process/page-cache/changes.ts"])).toEqual([]);
});

test("nothing starts a shell or evaluates a text", () => {
  expect(having(/child_process/, ["db/embedded.ts", "db/embedded-account.ts"])).toEqual([]);
  expect(having(/\beval\(|new Function\(|shell: true/)).toEqual([]);
});

test("no HTML is written by hand", () => expect(having(/dangerouslySetInnerHTML|\.innerHTML\s*=/, ["app/_shared/supervision/Chart.tsx"])).toEqual([]));

test("no weak digest or cipher", () => expect(having(/createHash\("(?:md5|sha1)"|createCipheriv\("(?!aes-256-gcm)|"(?:des-|rc4"|bf-)/)).toEqual([]));

test("no secret is made by Math.random", () => expect(having(/Math\.random/, [])).toEqual([]));
