import { presetOf, viewCookies } from "../../domain/identity/rules/preferences";
import { account } from "../accounts";
import { expect, test } from "../fixtures";
import { Application } from "../pages/application";

test("in senior mode a life event asks one question on a screen, and what is known is only looked at", async ({ as, baseURL }) => {
  test.setTimeout(120_000);
  const { page, context } = await as("citizen-elder");
  await context.addCookies(Object.entries(viewCookies({ mode: "elder", preferences: presetOf("elder") })).map(([name, value]) => ({ name, value: encodeURIComponent(value), url: baseURL! })));
  const apply = new Application(page);
  const main = page.getByRole("main");

  await test.step("from the senior home to its guide and in", async () => {
    await page.goto("/elder");
    await main.getByRole("link", { name: "办事 找到要办的事" }).click();
    await main.locator("a[href='/life-events']").first().click();
    await apply.at("高效办成一件事");
    await main.getByRole("link", { name: "残疾人服务一件事" }).click();
    await apply.at("残疾人服务一件事");
    await main.getByRole("button", { name: "开始办理" }).click();
    await expect(page).toHaveURL(/\/me\/life-events\/[0-9a-f-]{36}/);
  });
  const [, id = ""] = /life-events\/([0-9a-f-]{36})/.exec(page.url()) ?? [];

  await test.step("each question stands alone; one that is left out is told at its field", async () => {
    await page.goto(`/me/life-events/${id}/start`);
    await apply.at("残疾人证");
    await expect(main.getByRole("radio")).toHaveCount(2);
    await apply.choose("没有，这次一起办");
    await apply.next();
    await apply.at("是否享受最低生活保障，或者属于低收入家庭");
    await expect(main.getByRole("radio")).toHaveCount(2);
    await page.evaluate(() => document.querySelectorAll<HTMLInputElement>("main input[type=radio]").forEach((radio) => (radio.checked = false)));
    await apply.next();
    await expect(main.getByRole("alert")).toContainText("请先改正下面 1 处");
    await apply.choose("是");
    await apply.next();
    await apply.at("残疾等级是否为一级或者二级，需要长期照护");
    await apply.choose("否");
    await apply.next();
  });

  await test.step("the phone is known and looked at; back leads to the question before with its answer", async () => {
    await apply.at("怎么联系您？");
    await expect(main).toContainText("来自您的账户");
    await expect(main.getByRole("textbox")).toHaveCount(0);
    await page.goBack();
    await apply.at("残疾等级是否为一级或者二级，需要长期照护");
    await expect(page.getByRole("radio", { name: "否", exact: true })).toBeChecked();
    await apply.next();
    await apply.at("怎么联系您？");
    while (/\/contact/.test(page.url())) {
      const from = page.url();
      await apply.next();
      await page.waitForURL((url) => url.href !== from);
    }
  });

  await test.step("its parts follow from the answers, in type that she can read", async () => {
    await expect(page).toHaveURL(new RegExp(`/me/life-events/${id}$`));
    await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
    for (const [part, count] of [["残疾人证", 1], ["生活补贴", 1], ["护理补贴", 0]] as const) await expect(main.getByRole("heading", { name: new RegExp(part) }).or(main.getByRole("link", { name: new RegExp(part) })).first(), part).toHaveCount(count);
    expect(await main.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))).toBeGreaterThanOrEqual(24);
    await expect(main).not.toContainText(account("citizen-elder").citizenId ?? "nobody");
  });
});
