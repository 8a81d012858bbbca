import { fillIntake } from "../counter";
import { expect, test } from "../fixtures";

test("a clerk takes an application for whoever stands there; a network that goes away costs not a letter and files it once", async ({ as, anyone }) => {
  test.slow();
  const { page, context, api } = await as("clerk-440104");
  const main = page.getByRole("main");
  await page.goto("/desk/counter/applications");
  await page.getByLabel("样证（演示）").selectOption("郭文强");
  await page.getByRole("button", { name: "读证件", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "郭文强" })).toBeVisible();
  await expect(main).toContainText("机读证件");
  await page.getByLabel("事项编码，或者对方的说法").fill("居住证申领");
  await page.getByRole("button", { name: "查找事项" }).click();
  await page.getByRole("listitem").filter({ hasText: "广州市公安局越秀区分局" }).first().getByRole("button", { name: "开始填表" }).click();
  await expect(page).toHaveURL(/\/desk\/counter\/applications\/[0-9a-f-]{36}\/[0-9a-f-]{36}/);
  const [reception = "", id = ""] = new URL(page.url()).pathname.split("/").slice(-2);
  await expect(page.getByRole("heading", { level: 2, name: "怎样联系您？" })).toBeVisible();

  // The rest is answered as it would be typed; one question is left for the page.
  await fillIntake(api, reception, id, "residencePermit");
  await page.reload();
  await page.getByLabel("电子邮箱").fill("");
  await expect(page.locator("[data-save=saved]")).toBeVisible();
  // Half a minute without a network, typed through: 25 letters, one each 1.25 s. Nothing claims to be saved meanwhile.
  await context.setOffline(true);
  await page.getByLabel("电子邮箱").pressSequentially("guo.wenqiang@example.com", { delay: 1250, timeout: 90_000 });
  await expect(page.getByText("网络断开了，什么都不会丢")).toBeVisible({ timeout: 15_000 });
  await expect(page.locator("[data-save=saved]")).toBeHidden();
  await context.setOffline(false);
  await expect(page.locator("[data-save=saved]")).toBeVisible({ timeout: 20_000 });
  await page.reload();
  await expect(page.getByLabel("电子邮箱")).toHaveValue("guo.wenqiang@example.com");

  await page.getByRole("button", { name: /^已核对原件，原件已退还/ }).first().click();
  await expect(page.locator("#materials").getByText("B 已核对原件").first()).toBeVisible();

  await page.getByRole("button", { name: "提交", exact: true }).click();
  await expect(page.getByText("请把声明念给对方听，对方同意后再勾选")).toBeVisible();
  await page.getByRole("checkbox", { name: /已经念给郭文强听/ }).check();
  await context.setOffline(true);
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await expect(page.getByText("网络断开了，恢复后自动提交")).toBeVisible({ timeout: 15_000 });
  await context.setOffline(false);
  await expect(page).toHaveURL(/\/desk\/counter\/applications\/receipt\//, { timeout: 30_000 });
  const receipt = await main.innerText();
  const [number = ""] = /\d{6}-\d{8}-\d{6}-[0-9A-Z]/.exec(receipt) ?? [];
  const queryCode = /查询码\s*(\d{3}\s*\d{3})/.exec(receipt)?.[1]?.replace(/\s/g, "") ?? "";
  expect(queryCode).toMatch(/^\d{6}$/);

  const { api: nobody } = await anyone();
  expect(await nobody.query("applications.progress", { number, queryCode })).toMatchObject({ status: "submitted", applicantMasked: expect.not.stringContaining("文强") });
  await page.goto(`/desk/applications/${number.replaceAll("-", "")}`);
  await expect(main).toContainText("综合窗口");
  await expect(main).toContainText("B 已核对原件");
});
