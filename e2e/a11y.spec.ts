import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { account } from "./accounts";
import { places, type Place } from "./city";
import { expect, test, type Person } from "./fixtures";
import { brokenCalm, brokenFields, brokenFocus, brokenWhen, brokenWords } from "./pages/probes";
import { brokenRules, overflow } from "./pages/rules";

// Our pages hold no frame of another origin: the simple way to run axe finds the same at a third of the time.
const rules = { runOnly: { type: "tag" as const, values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }, resultTypes: ["violations" as const] };
// Looking at every page also proves, by the fixture, that none breaks its own content security policy.
// Pages for an audience are looked at in parts, so that two workers share them.
// The administrators first: their sessions end after ten minutes of rest.
const parts = { keepers: 1, anyone: 3, citizen: 4, desk: 2, admin: 1 } as const;
const audiences = Object.keys(parts) as (keyof typeof parts)[];
const views = (["standard", "elder"] as const).flatMap((mode) => (["zh-CN", "en"] as const).map((language) => ({ mode, language })));
// Senior mode in English is looked at where citizens come; each of the two is looked at everywhere.
const seen = (audience: keyof typeof parts, { mode, language }: (typeof views)[number]) => audience === "anyone" || audience === "citizen" || mode === "standard" || language === "zh-CN";
const batches = views.flatMap((view) => audiences.filter((audience) => seen(audience, view)).flatMap((audience) => Array.from({ length: parts[audience] }, (_, part) => ({ ...view, audience, part }))));

for (const { mode, language, audience, part } of batches) {
  test(`pages for ${audience} are accessible, ${mode}, ${language}, part ${part + 1}`, async ({ as, anyone, baseURL }) => {
    test.setTimeout(180_000);
    const people = new Map<string, Person>();
    const titles = new Map<string, string>();
    const faults: string[] = [];
    for (const place of places().filter((one) => one.for === audience).filter((_, index) => index % parts[audience] === part)) {
      const person = people.get(place.who ?? "") ?? (await (place.who ? as(place.who, calm) : anyone(calm)));
      people.set(place.who ?? "", person);
      // Going to the senior home switches the mode on by itself.
      await person.context.addCookies([{ name: "ui-mode", value: mode, url: baseURL ?? "" }]);
      faults.push(...(await inspect(person.page, place, { mode, language })).map((fault) => `${place.path}: ${fault}`));
      const title = await person.page.title();
      const path = new URL(person.page.url()).pathname;
      if (titles.has(title) && titles.get(title) !== path && !path.includes("/verify/")) faults.push(`${path}: same title as ${titles.get(title)}: ${title}`);
      titles.set(title, path);
    }
    expect(faults.join("\n")).toBe("");
  });
}

test("the page of the second factor is accessible in every view", async ({ anyone, baseURL }) => {
  test.setTimeout(120_000);
  const { page, context } = await anyone(calm);
  const { signInId, password } = account("clerk-440106");
  await page.goto("/sign-in");
  await page.getByLabel("手机号或证件号").fill(signInId);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByLabel("动态验证码")).toBeVisible();
  for (const view of views) {
    await context.addCookies([{ name: "ui-mode", value: view.mode, url: baseURL ?? "" }]);
    expect(await inspect(page, { path: "/sign-in/verify", for: "anyone" }, view), JSON.stringify(view)).toEqual([]);
  }
});

// Two browsers measure here for minutes: recording each step would double it.
test.use({ trace: "off" });

const calm = { reducedMotion: "reduce", viewport: { width: 1280, height: 900 } } as const;

async function inspect(page: Page, { path, for: audience, status = 200 }: Place, { mode, language }: { mode: "standard" | "elder"; language: "zh-CN" | "en" }): Promise<string[]> {
  const faults: string[] = [];
  const response = await page.goto(language === "en" ? `/en${path === "/" ? "" : path}` : path);
  if (response?.status() !== status) faults.push(`answered ${response?.status()}`);
  // While a page is rendered again right after it came, the tab may have no name for a moment; that there are errors it says once its script runs.
  await page.waitForFunction(() => document.title.trim() !== "" && (!document.querySelector("main [role=alert]:has(a[href^='#'])") || /^(?:错误：|Error: )/.test(document.title)), undefined, { timeout: 3000 }).catch(() => undefined);
  const elder = (path === "/elder" ? "elder" : mode) === "elder";
  const english = language === "en";
  const view = { elder, citizen: (audience === "anyone" || audience === "citizen") && !path.startsWith("/dev/") };
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    // A narrow screen and senior mode change the arrangement, not with the language; colours are the same in both.
    const found = [...(english && (elder || width === 360) ? [] : await violations(page, { elder, english, again: width === 360 })), ...(await brokenRules(page, elder ? "elder" : "standard")), ...(elder && view.citizen ? await brokenCalm(page) : [])];
    // The page of components shows headings of every kind.
    faults.push(...found.filter((fault) => !(path === "/dev/ui" && fault.endsWith("first headings"))).map((fault) => `${width} px, ${fault}`));
    if (width === 1280) faults.push(...(await brokenWords(page, view)), ...(await brokenFields(page, view)), ...(await brokenWhen(page, "text at 200 %")));
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await overflow(page);
  if (wide > 0) faults.push(`${wide} px wider than a screen of 320 px`);
  faults.push(...(await brokenWhen(page, "spaced text")), ...(english ? [] : await brokenFocus(page)));
  return faults;
}

/** What axe finds, in senior mode with the contrast of level AAA, which what has too little for AA fails as well. The library is sent to a page once. */
async function violations(page: Page, { elder, english, again }: { elder: boolean; english: boolean; again: boolean }): Promise<string[]> {
  const builder = new AxeBuilder({ page, ...(again ? { axeSource: "void 0" } : {}) });
  const found = await builder.options({ ...rules, rules: { "color-contrast": { enabled: !elder && !english }, "color-contrast-enhanced": { enabled: elder && !english } } }).setLegacyMode().analyze();
  return found.violations.map(({ id, nodes }) => `axe ${id}: ${nodes.slice(0, 2).map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}
