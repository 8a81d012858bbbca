import { discardDraft, startDraft } from "../cases";
import { expect, test } from "../fixtures";
import { signIn } from "../pages/sign-in";

test("what is typed is saved within three seconds and read on another device", async ({ as }) => {
  const { page, api } = await as("delegate");
  await discardDraft(api, "residencePermit");
  const id = await startDraft(api, "residencePermit");
  await page.goto(`/apply/${id}/contact`);
  const sent = page.waitForRequest(/applications\.save/, { timeout: 3000 });
  await page.getByLabel("电子邮箱").fill("liang@example.com");
  await sent;
  await expect(page.locator("[data-save=saved]")).toBeVisible();

  const elsewhere = (await as("delegate", { viewport: { width: 390, height: 800 } })).page;
  await elsewhere.goto("/me");
  await elsewhere.getByRole("main").getByRole("link", { name: "居住证申领" }).first().click();
  await elsewhere.getByRole("link", { name: "怎样联系您" }).click();
  await expect(elsewhere.getByLabel("电子邮箱")).toHaveValue("liang@example.com");
});

test("an existing draft is offered instead of a second one", async ({ as }) => {
  const { page, api } = await as("citizen-l2");
  await discardDraft(api, "elderAllowance");
  const id = await startDraft(api, "elderAllowance");
  await page.goto("/items?q=高龄津贴申领");
  await page.getByRole("main").getByRole("link", { name: "高龄津贴申领", exact: true }).click();
  await page.getByRole("main").getByRole("link", { name: "开始申请" }).first().click();
  await page.getByRole("button", { name: "开始填写" }).click();
  await expect(page).toHaveURL(new RegExp(`/apply/${id}`));
  await expect(page.getByRole("main")).toContainText("您有一份没有提交的申请");
});

test("after the session has ended one signs in and is back on the same page with what was saved", async ({ anyone }) => {
  const { page, context, api } = await anyone();
  await page.goto("/sign-in");
  await signIn(page, "delegate");
  await expect(page).toHaveURL(/\/me$/);
  await discardDraft(api, "elderAllowance");
  const id = await startDraft(api, "elderAllowance");
  await page.goto(`/apply/${id}/payment`);
  await page.getByLabel("开户银行").fill("越秀支行");
  await expect(page.locator("[data-save=saved]")).toBeVisible();
  await context.clearCookies({ name: /session/ });
  await page.getByLabel("开户银行").fill("流花支行");
  await page.getByRole("button", { name: "继续", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("登录已经过期，您填写的内容还在下面");
  await expect(page.getByLabel("开户银行")).toHaveValue("流花支行");
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signIn(page, "delegate");
  await expect(page).toHaveURL(new RegExp(`/apply/${id}/payment$`));
  await expect(page.getByLabel("开户银行")).toHaveValue("越秀支行");
  // What was typed without a session lay on this device.
  await page.getByRole("button", { name: /^恢复 \d\d:\d\d 填的内容$/ }).click();
  await expect(page.getByLabel("开户银行")).toHaveValue("流花支行");
  await expect(page.locator("[data-save=saved]")).toBeVisible();
});
