import { randomBytes, randomInt } from "node:crypto";
import { generateSync } from "otplib";
import type { Page } from "@playwright/test";
import { makeCitizenId } from "../../domain/core/codes";
import type { AccountKey } from "../accounts";
import { expect, test, type Person } from "../fixtures";
import { signIn } from "../pages/sign-in";
import { confirmChange, openPerson, proposeBecause, withFingerprint } from "../pages/staff";

const password = "桥下三只灰鹅过河";

test("two administrators open an account and grant a post; its holder enrols, works, starts anew, and loses the post with the next click", async ({ anyone }) => {
  test.setTimeout(240_000);
  const entered = async (key: AccountKey): Promise<Person> => {
    const person = await anyone();
    await person.page.goto("/sign-in?next=/admin");
    await signIn(person.page, key);
    await expect(person.page).toHaveURL(/\/admin$/);
    return person;
  };
  const [{ page: system }, { page: security }] = [await entered("system-admin"), await entered("security-admin")];
  const mark = randomBytes(3).toString("hex");
  const name = `新人${mark}`;

  await system.goto("/admin/staff");
  await system.getByRole("link", { name: "开设账户" }).click();
  await system.getByLabel("姓名", { exact: true }).fill(name);
  await system.getByLabel("登录名").fill("13800138000");
  await proposeBecause(system, "新入职");
  await expect(system.getByRole("main").getByRole("alert")).toContainText("小写字母开头");
  await expect(system.getByLabel("姓名", { exact: true })).toHaveValue(name);
  await system.getByLabel("登录名").fill(`new-${mark}`);
  await system.getByLabel("身份证号码").fill(makeCitizenId({ divisionCode: "440199", birthOn: "1991-02-03", order: randomInt(100, 900) }));
  await proposeBecause(system, "新入职");
  await expect(system.getByText("已经提出，等安全管理员确认后生效。")).toBeVisible();
  await expect(system.getByRole("button", { name: "确认这项变更" })).toHaveCount(0);

  await confirmChange(security, "开设账户", name);
  const link = await security.getByLabel("启用链接").inputValue();
  await security.reload();
  await expect(security.getByLabel("启用链接")).toHaveCount(0);

  await openPerson(security, name);
  await security.getByRole("link", { name: "授予岗位" }).click();
  for (const place of ["广东省", "广州市", "越秀区"]) {
    await security.getByLabel("下一级地区").selectOption({ label: place });
    await security.getByRole("button", { name: "换到这个地区" }).click();
    await expect(security.getByText("现在选的是")).toContainText(place);
  }
  await security.getByLabel("部门").selectOption({ label: "广州市越秀区政务服务和数据管理局" });
  await security.getByLabel("岗位").selectOption({ label: "受理人员" });
  await proposeBecause(security, "新入职");
  await expect(security.getByText("已经提出，等系统管理员确认后生效。")).toBeVisible();
  await confirmChange(system, "授予岗位：受理人员", name);
  await expect(system.getByText("已确认，变更生效。")).toBeVisible();

  const { page: clerk } = await anyone();
  await withFingerprint(clerk);
  await useLink(clerk, link, name);
  await clerk.getByRole("button", { name: "设置通行密钥" }).click();
  await expect(clerk).toHaveURL(/\/desk$/);
  await clerk.goto(link);
  await expect(clerk.getByRole("heading", { level: 1, name: "这个链接不能用了" })).toBeVisible();

  await openPerson(system, name);
  await system.getByRole("link", { name: "重设登录方式" }).click();
  await proposeBecause(system, "手机遗失");
  await expect(system.getByText("已经提出，等安全管理员确认后生效。")).toBeVisible();
  await confirmChange(security, "重设登录方式", name);
  const { page: anew } = await anyone();
  await useLink(anew, await security.getByLabel("启用链接").inputValue(), name);
  await anew.getByRole("link", { name: "改用动态验证码" }).click();
  const secret = (await anew.locator("[data-secret=totp]").innerText()).replaceAll(" ", "");
  await anew.getByLabel("动态验证码").fill("000000");
  await anew.getByRole("button", { name: "完成" }).click();
  await expect(anew.getByRole("main").getByRole("alert")).toBeVisible();
  await anew.getByLabel("动态验证码").fill(generateSync({ secret }));
  await anew.getByRole("button", { name: "完成" }).click();
  await expect(anew).toHaveURL(/\/desk$/);
  await clerk.goto("/desk");
  await expect(clerk).toHaveURL(/sign-in/);

  await openPerson(security, name);
  await security.getByRole("row").filter({ hasText: "受理人员" }).getByRole("link", { name: "结束" }).click();
  await proposeBecause(security, "调离");
  await expect(security.getByText("已经生效，并已通知系统管理员知悉。")).toBeVisible();
  expect((await anew.goto("/desk"))?.status()).toBe(403);
});

test("the audit administrator reads who did what, and changes nothing", async ({ anyone }) => {
  const { page } = await anyone();
  await page.goto("/sign-in?next=/admin/audit");
  await signIn(page, "audit-admin");
  await expect(page.getByRole("heading", { level: 1, name: "审计记录" })).toBeVisible();
  await page.getByLabel("操作", { exact: true }).fill("identity.signIn");
  await page.getByRole("main").getByRole("button", { name: "查找" }).click();
  await expect(page.getByRole("row").nth(1)).toContainText("identity.signIn");
  await page.getByLabel("操作人").fill("nobody");
  await page.getByRole("main").getByRole("button", { name: "查找" }).click();
  await expect(page.getByText("没有符合条件的记录")).toBeVisible();
  await page.goto("/admin/staff");
  await expect(page.getByRole("link", { name: "开设账户" })).toHaveCount(0);
  expect((await page.goto("/admin/staff/new"))?.status()).toBe(403);
  expect((await page.goto("/desk"))?.status()).toBe(403);
});

async function useLink(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByText(name)).toBeVisible();
  await page.getByLabel("密码", { exact: true }).fill("12345678");
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "设置第二重验证" })).toBeVisible();
}
