import type { APIRequestContext } from "@playwright/test";
import type { AccountKey } from "./accounts";
import { places } from "./city";
import { expect, test } from "./fixtures";
import { readSheet, routeOf, routes, type Sheet } from "./pages/html";

const known = routes();
/** Of each route so many addresses are opened: what one case does not link, another may. */
const representatives = 2;
const most = 400;

type Crawl = { depths: Map<string, number>; faults: string[]; opened: number };

/** Follows every link, and every search, from the front page on; within one's own area. */
async function crawl(request: APIRequestContext, area: RegExp): Promise<Crawl> {
  const depths = new Map<string, number>();
  const faults: string[] = [];
  const seen = new Set<string>();
  const counted = new Map<string, number>();
  const sheets = new Map<string, Sheet>();
  const anchors: { from: string; path: string; id: string }[] = [];
  let wave = ["/"];
  for (let depth = 0; wave.length > 0 && seen.size < most; depth += 1) {
    const next = new Map<string, string>();
    const open = async (path: string) => {
      // Going to the senior home would switch the mode on for good.
      const response = await request.get(path, { headers: { "sec-purpose": "prefetch" } });
      if (response.status() >= 400) faults.push(`${path}: ${response.status()}`);
      if (!(response.headers()["content-type"] ?? "").includes("html")) return;
      const sheet = readSheet(await response.text());
      sheets.set(path.split("?")[0] ?? "", sheet);
      if (sheet.headings !== 1) faults.push(`${path}: ${sheet.headings} first headings`);
      if (sheet.title.length < 4) faults.push(`${path}: title “${sheet.title}”`);
      const searches = sheet.forms.filter(({ method, action }) => method === "get" && action.startsWith("/")).map(({ action, fields }) => `${action}${fields.includes("q") ? "?q=居住证" : ""}`);
      for (const link of [...sheet.links, ...searches]) {
        const { origin, pathname, search, hash } = new URL(link, "http://here" + path);
        if (hash.length > 1 && origin === "http://here") anchors.push({ from: path, path: pathname, id: decodeURIComponent(hash.slice(1)) });
        if (origin === "http://here" && !/^\/(en|dev)(\/|$)/.test(pathname) && (area.test(pathname) || !/^\/(desk|admin)/.test(pathname))) next.set(pathname + search, path);
      }
    };
    for (let at = 0; at < wave.length; at += 6) await Promise.all(wave.slice(at, at + 6).map(open));
    wave = [];
    for (const path of next.keys()) {
      const route = routeOf(path, known);
      const times = counted.get(route) ?? 0;
      if (seen.has(path) || times >= representatives) continue;
      seen.add(path);
      counted.set(route, times + 1);
      if (!depths.has(route)) depths.set(route, depth + 1);
      wave.push(path);
    }
  }
  for (const { from, path, id } of anchors) if (sheets.has(path) && !sheets.get(path)?.ids.has(id)) faults.push(`${from}: leads to ${path}#${id}, which is not there`);
  return { depths, faults: [...new Set(faults)], opened: seen.size };
}

const people: readonly (AccountKey | "nobody")[] = ["nobody", "citizen-l4", "citizen-elder", "delegate", "legal-representative"];

for (const key of people) {
  test(`${key} follows every link: none is dead, each page is among those looked at, and senior mode is at most one step further`, async ({ as, anyone, baseURL }) => {
    test.setTimeout(120_000);
    const modes: Record<"standard" | "elder", Crawl | undefined> = { standard: undefined, elder: undefined };
    for (const mode of ["standard", "elder"] as const) {
      const { context } = key === "nobody" ? await anyone() : await as(key);
      await context.addCookies([{ name: "ui-mode", value: mode, url: baseURL ?? "" }]);
      modes[mode] = await crawl(context.request, /^\/(?!desk|admin)/);
    }
    const { standard, elder } = modes;
    if (!standard || !elder) throw new Error("nothing was crawled");
    const faults = [...standard.faults, ...elder.faults.map((fault) => `senior mode, ${fault}`)];
    const looked = new Set(places().map(({ path }) => routeOf(path, known)));
    for (const route of new Set([...standard.depths.keys(), ...elder.depths.keys()])) if (known.includes(route) && !looked.has(route)) faults.push(`${route} is reached, but not among the pages that are looked at`);
    for (const [route, steps] of standard.depths) {
      const senior = elder.depths.get(route);
      if (known.includes(route) && route !== "/elder" && (senior === undefined || senior > steps + 1)) faults.push(`${route}: ${steps} steps, in senior mode ${senior ?? "never"}`);
    }
    expect(standard.opened, "pages followed").toBeGreaterThan(30);
    expect([...new Set(faults)].join("\n")).toBe("");
  });
}
