import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { areas, loadMessages, partsOf } from "./catalogue";
import { routing } from "./routing";

test("a page is given the areas it names, and of an area only the parts it names", () => {
  const messages = { common: { home: "Home" }, applications: { row: { number: "No." }, status: { draft: "Draft" }, sentence: { draft: "…" } } };
  expect(partsOf(messages, ["common"])).toEqual({ common: { home: "Home" } });
  expect(partsOf(messages, ["applications.row", "applications.status"])).toEqual({ applications: { row: { number: "No." }, status: { draft: "Draft" } } });
  expect(partsOf(messages, ["applications", "applications.row"])).toEqual({ applications: messages.applications });
});

test("the messages of a language are put together once for all pages, and each language has its own", async () => {
  const [first, second, english] = await Promise.all([loadMessages("zh-CN"), loadMessages("zh-CN"), loadMessages("en")]);
  expect(second).toBe(first);
  expect(Object.keys(first)).toEqual([...areas]);
  expect(english["common"]).not.toEqual(first["common"]);
});

test("every part that a page gives to its client components exists in both languages", async () => {
  const root = join(import.meta.dirname, "..");
  const named = globSync("**/*.tsx", { cwd: root }).flatMap((file) => {
    const lists = readFileSync(join(root, file), "utf8").matchAll(/<ClientMessages areas=\{\[([^\]]+)\]\}/g);
    return [...lists].flatMap(([, list = ""]) => [...list.matchAll(/"([\w.]+)"/g)].map(([, part = ""]) => part));
  });
  expect(named).toContain("applications.status");
  for (const locale of routing.locales) {
    const messages = await loadMessages(locale);
    const missing = named.filter((part) => {
      const [area = "", name] = part.split(".");
      return messages[area] === undefined || (name !== undefined && messages[area][name] === undefined);
    });
    expect(missing).toEqual([]);
  }
});
