import type { Page } from "@playwright/test";
import { account, codeOf, type AccountKey } from "../accounts";

/** The sign-in page, with the second factor where one is due. */
export async function signIn(page: Page, key: AccountKey): Promise<void> {
  const person = account(key);
  if (!new URL(page.url(), "http://localhost").pathname.endsWith("/sign-in")) await page.goto("/sign-in");
  await page.getByLabel("手机号或证件号").fill(person.signInId);
  await page.getByLabel("密码", { exact: true }).fill(person.password);
  await page.getByRole("main").getByRole("button", { name: "登录", exact: true }).click();
  const code = codeOf(person);
  if (code === undefined) return;
  await page.getByLabel("动态验证码").fill(code);
  await page.getByRole("button", { name: "验证" }).click();
}
