import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { presetOf, viewCookies } from "../domain/identity/rules/preferences";
import { city } from "./city";
import { expect, test } from "./fixtures";
import { brokenCalm, brokenFields, brokenFocus, brokenWhen, brokenWords } from "./pages/probes";
import { brokenRules } from "./pages/rules";

const broken = `<html lang="zh-CN"><head><title>页</title><style>:root { --accent: #0a4d68 } a, button { outline: none !important } .go { background: var(--accent) } .box { height: 24px; width: 120px; overflow: hidden }</style></head><body><main><h1>一</h1><h1>二</h1>
<p style="line-height: 1.1; width: 10em">这一段的行距太小，读起来很累，读到第二行还要找行首，所以不能这样。</p>
<p style="font-size: 10px; text-align: justify">小字。2026-11-21，13800010002，12000 元。This is written in English here.</p>
<form method="post"><label for="a">姓名 *</label><input id="a" name="name" placeholder="请输入姓名" aria-describedby="nowhere"><input name="n" type="number"><input name="p" type="password" required></form>
<a href="#nowhere">去</a><button class="go" style="width: 20px; height: 20px">甲</button><button class="go" style="margin-left: -15px; width: 20px; height: 20px">乙</button>
<label for="c">验证码</label><input id="c" name="c"><button style="border: 2px solid; width: 70px; height: 60px">丙</button><button class="go" style="border: 2px solid; width: 70px; height: 60px; margin-left: 4px">丁</button>
<nav aria-label="很多">${"<a href='#a'>去处</a> ".repeat(8)}</nav><div class="box">刚好的字</div><div role="alert"><a href="#a">姓名不对</a></div></main></body></html>`;

test("the rules find a page that breaks them", async ({ anyone }) => {
  const { page } = await anyone({ viewport: { width: 800, height: 900 } });
  await page.setContent(broken);
  const view = { elder: true, citizen: true };
  const found = [...(await brokenRules(page, "elder")), ...(await brokenWords(page, view)), ...(await brokenFields(page, view)), ...(await brokenCalm(page)), ...(await brokenWhen(page, "text at 200 %")), ...(await brokenFocus(page))].join("\n");
  for (const wanted of ["text of 10px", "justified", "target of 20 × 20", "2 first headings", "title “页”", "lines 1.10 apart", "2026年11月21日", "not in groups", "grouping", "English not marked", "errors, but the title", "only within the field", "no label", "by a star", "names no “nowhere”", "a link to no place", "wheel", "password managers", "the browser's own checks", "no phone help", "3 primary buttons", "8 links in one navigation", "not said whether the device", "without the keys for numbers", "px between “丁” and “丙”", "one target upon another", "cut off", "no visible focus"]) expect(found, wanted).toContain(wanted);
  await page.setContent(`<html lang="en"><body><main><a href="/items">Services</a> <a href="/en/items">Services</a></main></body></html>`);
  expect((await brokenFields(page, view)).filter((fault) => fault.startsWith("a link out of English"))).toHaveLength(1);
});

/** A few pages of each kind, the application with a person signed in. */
const samples = () => [["/", ""], [`/items/${city().item}`, ""], ["/sign-in", ""], ["/elder", ""], ["/me", "own"], [`/apply/${city().draft}/contact`, "own"]] as const;

test("nothing on a page changes by itself", async ({ as, anyone }) => {
  const [{ context: own }, { context: stranger }] = [await as("citizen-l4"), await anyone()];
  const opened: { path: string; page: Page }[] = [];
  // One after the other: what is still starting would count as a change.
  for (const [path, whose] of samples()) {
    const page = await (whose ? own : stranger).newPage();
    await page.goto(path);
    opened.push({ path, page });
  }
  await opened.at(-1)?.page.waitForTimeout(2000);
  const changes = await Promise.all(opened.map(async ({ path, page }) => {
    const changed = await page.evaluate(() => new Promise<string[]>((resolve) => {
      const seen: string[] = [];
      const [read, focus] = [document.body.innerText, document.activeElement];
      new MutationObserver(() => {
        if (document.body.innerText !== read) seen.push(document.body.innerText);
        if (document.activeElement !== focus) seen.push(`the focus went to ${document.activeElement?.outerHTML.slice(0, 80)}`);
      }).observe(document.body, { childList: true, characterData: true, attributes: true, subtree: true });
      setTimeout(() => resolve(seen), 5000);
    }));
    return changed.map((change) => `${path}: ${change}`);
  }));
  expect(changes.flat().join("\n")).toBe("");
});

test("with the colours of the system, and with more contrast, every control keeps its outline", async ({ as }) => {
  const { page } = await as("citizen-l4");
  const faults: string[] = [];
  for (const path of ["/dev/ui", "/sign-in/confirm", `/apply/${city().draft}/contact`, "/preferences"]) {
    for (const media of [{ forcedColors: "active" as const }, { contrast: "more" as const }]) {
      await page.emulateMedia({ forcedColors: "none", contrast: "no-preference", ...media });
      await page.goto(path);
      faults.push(...(await withoutOutline(page)).map((fault) => `${path}, ${Object.keys(media)[0]}: ${fault}`));
    }
  }
  expect(faults.join("\n")).toBe("");
});

/** Fields, and buttons that look like ones, without a line around them that differs from what is behind. */
function withoutOutline(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const clear = (colour: string) => colour.startsWith("rgba") && colour.endsWith(", 0)");
    return [...document.querySelectorAll("main input:not([type=hidden], [type=radio], [type=checkbox]), main select, main textarea, main button")].flatMap((element) => {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(":disabled") || element.closest(".sr-only")) return [];
    const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor, textDecorationLine } = getComputedStyle(element);
    const behind = getComputedStyle(element.parentElement ?? element).backgroundColor;
    const outlined = borderTopStyle !== "none" && Number.parseFloat(borderTopWidth) >= 1 && borderTopColor !== behind && !clear(borderTopColor);
    const filled = backgroundColor !== behind && !clear(backgroundColor) && !matchMedia("(forced-colors: active)").matches;
    return outlined || filled || textDecorationLine.includes("underline") ? [] : [`<${element.tagName.toLowerCase()}> “${(element.textContent ?? "").trim().slice(0, 20)}”`];
    });
  });
}

test("where a browser reads neither our styles nor our scripts, one still finds a service and what it asks", async ({ anyone, as }) => {
  const bare = { javaScriptEnabled: false, viewport: { width: 360, height: 700 } };
  const { page } = await anyone(bare);
  const unstyled = async (one: Page) => one.route(/\.css(\?|$)/, (route) => route.abort());
  await unstyled(page);
  await page.goto("/");
  await page.getByRole("search").first().getByRole("searchbox").fill("居住证");
  await page.getByRole("search").first().getByRole("button", { name: "搜索" }).click();
  await page.getByRole("main").getByRole("link", { name: "居住证申领", exact: true }).click();
  const text = await page.getByRole("main").innerText();
  const order = ["居住证申领", "开始申请", "申请条件", "申请材料"].map((word) => text.indexOf(word));
  expect(order.every((at) => at >= 0), `${order.join()} in ${text.slice(0, 300)}`).toBe(true);

  const { page: own } = await as("citizen-l4", bare);
  await unstyled(own);
  await own.goto(`/apply/${city().draft}/filed-by`);
  const fields = own.getByRole("main").locator("input:not([type=hidden]), select, textarea");
  for (const field of await fields.all()) await expect(field).toBeVisible();
  expect(await fields.count()).toBeGreaterThan(0);
  await expect(own.getByRole("button", { name: "继续", exact: true })).toBeVisible();
});

test("the first thing on a page says whose site it is, at which address, and how to tell a fake; without script too", async ({ anyone, baseURL }) => {
  const { page } = await anyone({ javaScriptEnabled: false });
  for (const path of ["/", "/items", `/items/${city().item}`, "/sign-in", "/elder", "/no-such-page"]) {
    await page.goto(path);
    const masthead = page.locator("section, header, nav, main").first();
    await expect(masthead, path).toHaveAccessibleName("政务服务网站");
    await masthead.locator("summary").click();
    await expect(masthead, path).toContainText(new URL(baseURL ?? "").host);
    await expect(masthead, path).toContainText("12345");
  }
});

const main = () => [["/", ""], ["/items?q=居住证", ""], [`/items/${city().item}`, ""], ["/help", ""], ["/status", ""], ["/sign-in", ""], ["/dev/ui", ""], ["/me", "own"], [`/apply/${city().draft}/check`, "own"], [`/me/applications/${city().filed.number}`, "own"]] as const;

for (const mode of ["standard", "elder"] as const) {
  test(`in the dark and in high contrast the main pages can be read as well, ${mode}`, async ({ as, anyone, baseURL }) => {
    test.setTimeout(150_000);
    const [{ page: own, context: theirs }, { page: stranger, context }] = [await as("citizen-l4"), await anyone()];
    const faults: string[] = [];
    for (const contrast of ["dark", "high"] as const) {
      const cookies = Object.entries(viewCookies({ mode, preferences: { ...presetOf(mode), contrast } })).map(([name, value]) => ({ name, value: encodeURIComponent(value), url: baseURL ?? "" }));
      await Promise.all([theirs.addCookies(cookies), context.addCookies(cookies)]);
      for (const [path, whose] of main()) {
        const page = whose ? own : stranger;
        await page.goto(path);
        // In senior mode and where more contrast is wished, the contrast of level AAA.
        const rule = mode === "elder" || contrast === "high" ? "color-contrast-enhanced" : "color-contrast";
        const { violations } = await new AxeBuilder({ page }).withRules([rule]).setLegacyMode().analyze();
        faults.push(...violations.flatMap(({ nodes }) => nodes.slice(0, 2).map(({ html }) => `${path}, ${contrast}: ${html.slice(0, 140)}`)));
        if (contrast === "dark" && (await page.evaluate(() => getComputedStyle(document.body).backgroundColor)) === "rgb(255, 255, 255)") faults.push(`${path} is not dark`);
      }
    }
    expect(faults.join("\n")).toBe("");
  });
}
