import { execFileSync } from "node:child_process";
import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import type { Pool } from "pg";
import { compileForm } from "@/domain/forms/rules/compile";
import { openSessions } from "./drafts";
import { callerFor, cookieOf } from "./record";

// What a page weighs and when it is painted on a slow phone: four times slower than this machine, on “Fast 3G” as
// Chromium's developer tools have it. Each page is opened in a browser that has seen nothing before. `total` is all that
// comes over the line, headers included; `script` is what of it is script, as packed.
const slowdown = 4;
const mostVisits = 20;
const fast3g = { offline: false, latency: 562.5, downloadThroughput: (1.44 * 1_000_000) / 8, uploadThroughput: (0.675 * 1_000_000) / 8 };
const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: "zh-CN" } as const;

type Wanted = { what: string; path: string; cookies: readonly string[]; budget: Budget };
/** Kilobytes as sent, milliseconds. */
type Measured = Record<(typeof figures)[number], number>;
type Budget = Partial<Measured>;
const figures = ["total", "script", "paint"] as const;

const senior = ["ui-mode=elder"];
// docs/adr/0043-what-a-page-sends.md
const question: Budget = { script: 150, paint: 2500 };

/** The pages with a budget: the homes, the way in, and every question of an application. */
async function wantedPages(pool: Pool, databaseUrl: string): Promise<Wanted[]> {
  const { rows } = await pool.query<{ id: string }>("select id from accounts where sign_in_name = 'citizen-l4'");
  const [token = ""] = await openSessions(databaseUrl, rows.map(({ id }) => id));
  const person = await callerFor(pool, token);
  const found = (await person.items.search({ query: "居住证申领" })).rows.find(({ name }) => name === "居住证申领");
  if (!found) throw new Error("The demo city has no residence permit.");
  const { id } = await person.applications.start({ itemCode: found.code });
  const { definition, answers, context } = await person.applications.draft({ id });
  // A page that these answers do not ask for is not there.
  const { sections } = compileForm(definition).visible(answers, context);
  const signedIn = [cookieOf(token)];
  return [
    { what: "senior home", path: "/elder", cookies: senior, budget: { total: 200, paint: 2500 } },
    { what: "home", path: "/", cookies: [], budget: { total: 250, paint: 2500 } },
    { what: "guide of an item", path: `/items/${found.code}`, cookies: [], budget: { total: 250, paint: 2500 } },
    ...sections.map(({ section }): Wanted => ({ what: `question: ${section.title.zh}`, path: `/apply/${id}/${section.id}`, cookies: signedIn, budget: question })),
    { what: "check", path: `/apply/${id}/check`, cookies: signedIn, budget: question },
  ];
}

/** Measures every page with a budget; `over` names what breaks it. */
export async function measurePages(pool: Pool, databaseUrl: string, url: string): Promise<{ report: string; over: string[] }> {
  const root = process.getuid?.() === 0;
  const executablePath = chromiumPath();
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: [...(root ? ["--no-sandbox"] : []), "--disable-gpu", "--disable-background-networking"] });
  try {
    const lines = [line("", "KB total", "KB script", "ms paint")];
    const over: string[] = [];
    for (const wanted of await wantedPages(pool, databaseUrl)) {
      const measured = await visitPacked(browser, url, wanted);
      lines.push(line(wanted.what, ...figures.map((figure) => told(measured[figure], wanted.budget[figure]))));
      if (figures.some((figure) => measured[figure] > (wanted.budget[figure] ?? Infinity))) over.push(wanted.what);
    }
    return { report: lines.join("\n"), over };
  } finally {
    await browser.close();
  }
}

const told = (value: number, most?: number) => `${value.toFixed(0)}${most === undefined ? "" : ` / ${most}`}`;
// A Chinese character is as wide as two letters.
const width = (text: string) => [...text].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 2 : 1), 0);
const line = (what: string, ...figures: string[]) => (what + " ".repeat(Math.max(1, 44 - width(what))) + figures.map((figure) => figure.padStart(14)).join("")).trimEnd();

/** A visit as everybody's but the very first: the portal packs a script when it is first asked for, and sends it less small until then. */
async function visitPacked(browser: Browser, url: string, wanted: Wanted): Promise<Measured> {
  for (let visits = 0; visits < mostVisits; visits += 1) {
    const { unpacked, ...measured } = await visit(browser, url, wanted);
    if (unpacked === 0) return measured;
  }
  throw new Error(`Scripts of ${wanted.path} never come in Brotli.`);
}

async function visit(browser: Browser, url: string, { path, cookies }: Wanted): Promise<Measured & { unpacked: number }> {
  const context = await browser.newContext(phone);
  await context.addCookies(cookies.map((pair) => ({ name: pair.slice(0, pair.indexOf("=")), value: pair.slice(pair.indexOf("=") + 1), url })));
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const sizes = weigh(session);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", fast3g);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  const response = await page.goto(url + path, { waitUntil: "load", timeout: 60_000 });
  if (response?.status() !== 200 || new URL(page.url()).pathname !== path) throw new Error(`${path} answers ${response?.status()} at ${page.url()}.`);
  await page.waitForLoadState("networkidle");
  const paint = await largestPaint(page);
  await context.close();
  return { ...sizes, paint };
}

/** Adds up what arrives, in kilobytes. */
function weigh(session: CDPSession): { total: number; script: number; unpacked: number } {
  const sizes = { total: 0, script: 0, unpacked: 0 };
  session.on("Network.responseReceived", ({ type, response: { headers } }) => {
    if (type !== "Script") return;
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    if (sent["content-encoding"] !== "br") sizes.unpacked += 1;
    sizes.script += Number(sent["content-length"] ?? Number.NaN) / 1000;
  });
  session.on("Network.loadingFinished", ({ encodedDataLength }) => (sizes.total += encodedDataLength / 1000));
  return sizes;
}

/** When the largest part of the page stood there, milliseconds after the address was entered. */
function largestPaint(page: Page): Promise<number> {
  return page.evaluate(() => new Promise<number>((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Infinity)).observe({ type: "largest-contentful-paint", buffered: true });
  }));
}

/** CHROMIUM_PATH or one of the machine; otherwise Playwright's own. */
function chromiumPath(): string | undefined {
  if (process.env["CHROMIUM_PATH"]) return process.env["CHROMIUM_PATH"];
  try {
    return execFileSync("sh", ["-c", "command -v chromium || command -v google-chrome"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}
