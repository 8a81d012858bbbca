import { city } from "../city";
import { expect, test } from "../fixtures";

test("a supervisor goes from a figure to the case behind it and urges it; the desk answers", async ({ as }) => {
  const { filed } = city();
  const digits = filed.number.replaceAll("-", "");
  const { page } = await as("supervisor");

  await test.step("from the figure to the list, from the list to the case", async () => {
    await page.goto("/desk/supervision");
    const items = page.getByRole("table", { name: "按事项" });
    await items.getByRole("link", { name: "高龄津贴申领", exact: true }).first().click();
    await expect(page).toHaveURL(/item=/);
    await page.getByRole("table", { name: "在办件数，按监察灯" }).getByRole("link", { name: /（在办合计）/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("在办");
    await page.locator(`a[href$="/desk/applications/${digits}"]`).click();
    await expect(page).toHaveURL(new RegExp(`/desk/applications/${digits}`));
  });

  await test.step("urges it, with a day to answer by", async () => {
    await page.goto(`/desk/supervision/cases/${digits}`);
    await page.getByLabel("督办内容").fill("请说明受理进度和困难。");
    const by = new Date(Date.now() + 10 * 86_400_000);
    for (const [part, value] of [["年", by.getFullYear()], ["月", by.getMonth() + 1], ["日", by.getDate()]] as const) await page.getByLabel(part, { exact: true }).first().fill(String(value));
    await page.getByRole("button", { name: "发出督办" }).click();
    await expect(page.getByText("督办已发出")).toBeVisible();
  });

  await test.step("the clerk finds it at the desk and answers", async () => {
    const clerk = (await as("clerk-440104")).page;
    await clerk.goto("/desk/supervision/inbox");
    await clerk.getByRole("table", { name: "等待答复的督办" }).locator(`a[href*="/desk/supervision/cases/"]`).first().click();
    await clerk.getByLabel("答复内容").first().fill("材料齐全，今天可以受理。");
    await clerk.getByRole("button", { name: /^答复/ }).first().click();
    await expect(clerk.getByText("答复已提交")).toBeVisible();
  });
});
