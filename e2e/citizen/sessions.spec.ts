import type { Page } from "@playwright/test";
import { account } from "../accounts";
import { codeOfItem, discardDraft, startDraft } from "../cases";
import { age } from "../database";
import { expect, test, type Person } from "../fixtures";
import { signIn } from "../pages/sign-in";

// One after the other: some share a person and their draft.
test.describe.configure({ mode: "default" });

/** Somebody signs in at a device of their own: ending it disturbs no other test. */
async function enter({ page }: Person, key: Parameters<typeof signIn>[1], landsOn = /\/me$/): Promise<Page> {
  await page.goto("/sign-in");
  await signIn(page, key);
  await expect(page).toHaveURL(landsOn);
  return page;
}

/** The page comes back into view and asks the server how its session stands. */
const look = (page: Page) => Promise.all([page.waitForResponse(/\/api\/session$/), page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")))]);
const notice = (page: Page) => page.getByRole("status").filter({ hasText: /退出|换了/ });

test("a device that one ends elsewhere is asked to sign in at its next step", async ({ anyone }) => {
  const iPhone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
  const [here, lost] = [await anyone(), await anyone({ userAgent: iPhone })];
  const other = await enter(lost, "citizen-l1");
  const page = await enter(here, "citizen-l1");
  await page.goto("/me/security");
  const devices = page.getByRole("list", { name: "登录着的设备" });
  await expect(devices.getByRole("listitem").first()).toContainText("这台设备");
  await devices.getByRole("button", { name: "退出 iOS 上的 Safari 的登录" }).click();
  await expect(page.getByRole("status").filter({ hasText: "那台设备上的登录已经退出" })).toBeVisible();
  await other.getByRole("link", { name: "我的证照" }).first().click();
  await expect(other).toHaveURL(/\/sign-in\?next=/);
  await page.goto("/me");
  await expect(page.getByRole("main")).toContainText("陈嘉怡");
});

test("two minutes before the end it is told, and one button goes on; after it one signs in beside the page", async ({ anyone }) => {
  const person = await anyone();
  const page = await enter(person, "citizen-l1");
  await page.goto("/preferences");
  await expect(notice(page)).toHaveCount(0);
  await age(person.context, "lastSeenAt", 28.6);
  await look(page);
  await expect(notice(page)).toContainText("您将在 2 分钟后自动退出");
  await expect(page.locator(":focus")).toHaveCount(0);
  await page.getByRole("button", { name: "继续办理" }).click();
  await expect(notice(page)).toHaveCount(0);

  await age(person.context, "lastSeenAt", 31);
  await look(page);
  await expect(notice(page)).toContainText("您已退出登录");
  const [beside] = await Promise.all([person.context.waitForEvent("page"), page.getByRole("link", { name: /^重新登录/ }).click()]);
  await signIn(beside, "citizen-l1");
  await expect(beside).toHaveURL(/\/preferences$/);
  await expect(notice(page)).toHaveCount(0);
});

test("in senior mode a page may rest for an hour", async ({ anyone }) => {
  const person = await anyone();
  const page = await enter(person, "citizen-elder", /\/(me|elder)$/);
  await page.goto("/elder");
  await page.goto("/help");
  await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
  await age(person.context, "lastSeenAt", 57);
  await look(page);
  await expect(notice(page)).toHaveCount(0);
  await age(person.context, "lastSeenAt", 1.5);
  await look(page);
  await expect(notice(page)).toContainText("您将在 2 分钟后自动退出");
});

for (const [label, options] of [["with script", {}], ["without script", { javaScriptEnabled: false }]] as const) {
  test(`what is sent too late comes back filled in after signing in, ${label}`, async ({ anyone }) => {
    const person = await anyone(options);
    const page = await enter(person, "organisation-agent");
    await discardDraft(person.api, "residencePermit");
    const id = await startDraft(person.api, "residencePermit");
    await page.goto(`/apply/${id}/contact`);
    await age(person.context, "lastSeenAt", 45);
    await page.getByLabel("电子邮箱").fill("mei@example.com");
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await signIn(page, "organisation-agent");
    await expect(page).toHaveURL(new RegExp(`/apply/${id}/contact\\?kept=`));
    await expect(page.getByRole("main")).toContainText("已恢复您刚才填写的内容");
    await expect(page.getByLabel("电子邮箱")).toHaveValue("mei@example.com");
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await expect(page).not.toHaveURL(/contact/);
    await discardDraft(person.api, "residencePermit");
  });
}

test("what is sent too late is never shown to another account on the same device", async ({ anyone }) => {
  const person = await anyone();
  const page = await enter(person, "legal-representative");
  await discardDraft(person.api, "residencePermit");
  const id = await startDraft(person.api, "residencePermit");
  await page.goto(`/apply/${id}/contact`);
  await age(person.context, "lastSeenAt", 45);
  await page.getByLabel("电子邮箱").fill("he@example.com");
  await page.getByRole("button", { name: "继续", exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signIn(page, "citizen-l1");
  await expect(page).toHaveURL(/\/me$/);
  expect(await page.content()).not.toContain("he@example.com");
});

test("a proof grown old is asked for again, and one is back where one was", async ({ anyone }) => {
  const person = await anyone({ javaScriptEnabled: false });
  const page = await enter(person, "citizen-l1");
  await age(person.context, "authenticatedAt", 11);
  await page.goto("/me/security/password");
  await expect(page).toHaveURL(/\/sign-in\/confirm\?next=/);
  const before = (await person.context.cookies()).find(({ name }) => name === "tongban-session")?.value;
  await page.getByLabel("密码", { exact: true }).fill("not it");
  await page.getByRole("button", { name: "确认", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("密码不对");
  await page.getByLabel("密码", { exact: true }).fill(account("citizen-l1").password);
  await page.getByRole("button", { name: "确认", exact: true }).click();
  await expect(page).toHaveURL(/\/me\/security\/password$/);
  expect((await person.context.cookies()).find(({ name }) => name === "tongban-session")?.value).not.toBe(before);
});

test("after signing out neither the back button nor the old cookie shows anything", async ({ anyone }) => {
  const person = await anyone();
  const page = await enter(person, "citizen-l1");
  await page.goto("/me/security");
  await expect(page.getByRole("heading", { level: 1, name: "账户安全" })).toBeVisible();
  const stolen = await person.context.cookies();
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.url().endsWith("/api/sign-out")),
    page.getByText("陈嘉怡").first().click().then(() => page.getByRole("button", { name: "退出登录" }).click()),
  ]);
  expect(await response.headerValue("clear-site-data")).toBe('"cache", "storage"');
  await expect(page).toHaveURL(/\/$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("heading", { level: 1, name: "账户安全" })).toHaveCount(0);

  const thief = await anyone();
  await thief.context.addCookies(stolen);
  await thief.page.goto("/me/security");
  await expect(thief.page).toHaveURL(/\/sign-in/);
});

test("a page opened for oneself files nothing for the organisation chosen in another tab", async ({ anyone }) => {
  const person = await anyone();
  const page = await enter(person, "organisation-agent");
  const code = await codeOfItem(person.api, "elderAllowance");
  await page.goto(`/items/${code}/apply`);
  const tab = await person.context.newPage();
  await tab.goto("/me");
  await tab.getByRole("main").getByRole("button", { name: /^代表/ }).first().click();
  await expect(tab.getByRole("complementary", { name: "代为办理" })).toBeVisible();
  await expect(notice(page)).toContainText("换了账户或办理人");
  await page.getByRole("button", { name: "开始填写" }).click();
  await expect(page.getByRole("main")).toContainText("所以这次没有提交");
  for (const delegation of ["organisation", "oneself"]) {
    const { rows } = await person.api.query<{ rows: { itemName: string }[] }>("applications.listOwn", { state: "drafts" });
    expect(rows.map(({ itemName }) => itemName), delegation).not.toContain("高龄津贴申领");
    if (delegation === "oneself") continue;
    await tab.getByRole("button", { name: "改为为自己办理" }).click();
    // The session has a new id by then.
    await expect(tab.getByRole("complementary", { name: "代为办理" })).toHaveCount(0);
  }
});
