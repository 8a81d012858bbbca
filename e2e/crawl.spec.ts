import type { APIRequestContext } from "@playwright/test";
import type { AccountKey } from "./accounts";
import { places } from "./city";
import { expect, test } from "./fixtures";
import { readSheet, routeOf, routes, type Sheet } from "./pages/html";

const known = routes();
/** Far more than there are routes: so that a crawl ends whatever the pages link. */
const most = 300;

type Crawl = { depths: Map<string, number>; faults: string[]; opened: number };

/** Follows every link, and every search, from the front page on; one address of each route. */
async function crawl(request: APIRequestContext): Promise<Crawl> {
  const depths = new Map<string, number>();
  const faults: string[] = [];
  const seen = new Set<string>();
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
      sheets.set(path, sheet);
      if (sheet.headings !== 1) faults.push(`${path}: ${sheet.headings} first headings`);
      if (sheet.title.length < 4) faults.push(`${path}: title “${sheet.title}”`);
      const searches = sheet.forms.filter(({ method, action }) => method === "get" && action.startsWith("/")).map(({ action, fields }) => `${action}${fields.includes("q") ? "?q=居住证" : ""}`);
      for (const link of [...sheet.links, ...searches]) {
        const { origin, pathname, search, hash } = new URL(link, "http://here" + path);
        if (hash.length > 1 && origin === "http://here") anchors.push({ from: path, path: pathname + search, id: decodeURIComponent(hash.slice(1)) });
        // How often one has the copy of everything is counted.
        if (origin === "http://here" && !/^\/(en|dev|desk|admin|api\/records)(\/|$)/.test(pathname)) next.set(pathname + search, path);
      }
    };
    for (let at = 0; at < wave.length; at += 6) await Promise.all(wave.slice(at, at + 6).map(open));
    wave = [];
    for (const path of next.keys()) {
      const route = routeOf(path, known);
      if (depths.has(route)) continue;
      seen.add(path);
      depths.set(route, depth + 1);
      wave.push(path);
    }
  }
  for (const { from, path, id } of anchors) if (sheets.has(path) && !sheets.get(path)?.ids.has(id)) faults.push(`${from}: leads to ${path}#${id}, which is not there`);
  return { depths, faults: [...new Set(faults)], opened: seen.size };
}

const people: readonly (AccountKey | "nobody")[] = ["nobody", "citizen-l4", "citizen-elder", "delegate"];

for (const key of people) {
  test(`${key} follows every link: none is dead, each page is among those looked at, and senior mode is at most one step further`, async ({ as, anyone, baseURL }) => {
    test.setTimeout(120_000);
    const modes: Record<"standard" | "elder", Crawl | undefined> = { standard: undefined, elder: undefined };
    for (const mode of ["standard", "elder"] as const) {
      const { context } = key === "nobody" ? await anyone() : await as(key);
      await context.addCookies([{ name: "ui-mode", value: mode, url: baseURL ?? "" }]);
      modes[mode] = await crawl(context.request);
    }
    const { standard, elder } = modes;
    if (!standard || !elder) throw new Error("nothing was crawled");
    expect(key === "nobody" || standard.depths.has("/me/security"), "still signed in").toBe(true);
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

test("the senior home has at most six tiles, each with a picture and words, in the same order every time", async ({ anyone }) => {
  const { context: { request } } = await anyone();
  const tiles = async () => {
    const html = await (await request.get("/elder", { headers: { "sec-purpose": "prefetch", cookie: "ui-mode=elder" } })).text();
    const [list = ""] = /<ul class="grid[\s\S]*?<\/ul>/.exec(html.slice(html.indexOf("<main"))) ?? [];
    return list.split("<li").slice(1);
  };
  const [first, second] = [await tiles(), await tiles()];
  const words = (list: string[]) => list.map((tile) => tile.replace(/<[^>]+>/g, " ").replace(/^[^>]*>/, "").trim());
  expect(first.length).toBeGreaterThan(3);
  expect(first.length).toBeLessThanOrEqual(6);
  expect(words(first)).toEqual(words(second));
  for (const tile of first) expect(tile).toMatch(/<svg[\s\S]*\p{Script=Han}/u);
});

/** The forms of a citizen, sent with nothing in them: none of these may do anything. */
const empty: readonly { path: string; signedIn?: boolean }[] = [
  ...["/sign-in", "/sign-in?way=code", "/sign-in/recover", "/progress", "/show", "/ask"].map((path) => ({ path })),
  ...["/me/delegations/new/helper", "/me/data/requests/new?ask=correction.phone", "/me/organisations/bind"].map((path) => ({ path, signedIn: true })),
];

test("each form sent empty tells its errors before its fields, in the tab's name and to the keyboard", async ({ as, anyone }) => {
  const { page: own } = await as("citizen-l4");
  const { page: stranger } = await anyone();
  const faults: string[] = [];
  for (const { path, signedIn } of empty) {
    const page = signedIn ? own : stranger;
    await page.goto(path);
    await page.getByRole("main").locator("form:has(input:not([type=hidden]), textarea) button[type=submit]").last().click();
    await page.locator("main [role=alert] a").first().waitFor({ timeout: 5000 }).catch(() => undefined);
    const found = await page.evaluate(() => {
      const summary = document.querySelector("main [role=alert]:has(a)");
      const field = document.querySelector("main [aria-invalid=true]");
      return [
        summary ? "" : "no summary",
        summary && field && (summary.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING) === 0 ? "the summary comes after the field" : "",
        field?.getAttribute("aria-describedby")?.split(" ").some((id) => id.startsWith("error-") && document.getElementById(id)?.textContent) ? "" : "the field does not say what is wrong",
        /^(错误：)/.test(document.title) ? "" : `the tab is called “${document.title}”`,
        [...(summary?.querySelectorAll<HTMLAnchorElement>("a[href^='#']") ?? [])].every(({ hash }) => document.getElementById(hash.slice(1))?.matches("input, select, textarea, button")) ? "" : "a link of the summary leads to no field",
        summary && document.activeElement && (document.activeElement.contains(summary) || summary.contains(document.activeElement)) && document.activeElement !== document.body ? "" : "the focus is elsewhere",
      ].filter(Boolean);
    });
    faults.push(...found.map((fault) => `${path}: ${fault}`));
  }
  expect(faults.join("\n")).toBe("");
});
