import { readFile } from "node:fs/promises";
import { formatApplicationNumber } from "../../domain/core/codes";
import { account } from "../accounts";
import { discardDraft, fileCase } from "../cases";
import { expect, test } from "../fixtures";

test("news waits while one does not want to be disturbed; what asks something goes at once; neither names anybody", async ({ as, anyone, deskOf }) => {
  test.setTimeout(120_000);
  const { page, api, name } = await as("neighbour-1");
  const { page: sent } = await anyone();
  const main = page.getByRole("main");
  const preferences = "/me/messages/preferences";
  // All day but the hour that has just passed, whatever time it is now.
  const now = Number(new Intl.DateTimeFormat("en", { hour: "2-digit", hourCycle: "h23", timeZone: "Asia/Shanghai" }).format());
  const hours = { from: String(now), until: String((now + 23) % 24) };

  await test.step("hours that make no sense are told, with everything chosen kept", async () => {
    await page.goto(preferences);
    await main.getByRole("checkbox", { name: /^夜里不打扰/ }).check();
    await main.getByLabel("从", { exact: true }).selectOption(hours.from);
    await main.getByLabel("到", { exact: true }).selectOption(hours.from);
    await main.getByRole("button", { name: "保存" }).click();
    await expect(main.getByRole("alert")).toContainText("请选“从”和“到”两个钟点，不能是同一个。");
    await expect(page).toHaveTitle(/^错误：/);
    await expect(main.getByRole("checkbox", { name: /^夜里不打扰/ })).toBeChecked();
    await expect(main.getByLabel("从", { exact: true })).toHaveValue(hours.from);
    await main.getByLabel("到", { exact: true }).selectOption(hours.until);
    await main.getByRole("button", { name: "保存" }).click();
    await expect(main.getByRole("status").filter({ hasText: "已经保存。" })).toBeVisible();
  });

  await discardDraft(api, "elderAllowance");
  const { id, number: plain } = await fileCase(api, "elderAllowance");
  const number = formatApplicationNumber(plain);
  const row = (words: string) => sent.getByRole("row").filter({ hasText: words });

  await test.step("filed now, it stands in their space at once and waits outside it", async () => {
    await expect(async () => {
      await page.goto("/me/messages");
      await expect(main).toContainText(`您的申请 ${number} 已经提交`, { timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    await sent.goto("/dev/outbox");
    await expect(row(`您的申请 ${number} 已经提交`)).toContainText("等待发送");
  });

  await test.step("with news once a day, a correction still goes at once, and the news goes on waiting", async () => {
    await page.goto(preferences);
    await main.getByRole("checkbox", { name: /^夜里不打扰/ }).uncheck();
    await main.getByRole("checkbox", { name: /^进展每天早上 9 点/ }).check();
    await main.getByRole("button", { name: "保存" }).click();
    await expect(main.getByRole("status").filter({ hasText: "已经保存。" })).toBeVisible();
    const { clerk } = await deskOf("440104");
    await clerk.mutate("applications.requestCorrection", { id, version: 1, items: [{ fieldId: "bankAccount", reason: "账号少一位" }] });
    await expect(async () => {
      await sent.goto("/dev/outbox");
      await expect(row(`您的申请 ${number} 需要补正`)).toContainText("已发送", { timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    await expect(row(`您的申请 ${number} 已经提交`)).toContainText("等待发送");
  });

  await test.step("each is told once, and no word of it is about the person or the reason", async () => {
    for (const words of ["已经提交", "需要补正"]) await expect(row(`您的申请 ${number} ${words}`)).toHaveCount(1);
    const all = (await sent.getByRole("row").filter({ hasText: number }).allInnerTexts()).join("\n");
    for (const secret of [name, account("neighbour-1").signInId, account("neighbour-1").citizenId ?? "", "账号少一位", "高龄津贴"]) expect(all, secret).not.toContain(secret);
    await page.goto(preferences);
    await main.getByRole("checkbox", { name: /^进展每天早上 9 点/ }).uncheck();
    await main.getByRole("button", { name: "保存" }).click();
    await expect(main.getByRole("status").filter({ hasText: "已经保存。" })).toBeVisible();
  });

  await test.step("the page of the case explains its date and gives it to one's calendar", async () => {
    await page.goto(`/me/applications/${plain}`);
    await main.getByText("这个日期是怎么算的").click();
    await expect(main).toContainText("通知您补正，从第二天开始算");
    const [download] = await Promise.all([page.waitForEvent("download"), main.getByRole("link", { name: "加到手机日历" }).click()]);
    const file = await readFile(await download.path(), "utf8");
    expect(file).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(file).toMatch(/DTSTART;VALUE=DATE:\d{8}/);
    expect(file.replace(/\r\n /g, "")).not.toContain(name);
    expect(file.replace(/\r\n /g, "").replaceAll("-", "")).not.toContain(plain);
  });
});

test("family follow a case by an address: its progress and nothing else, until it is taken back", async ({ as, anyone }) => {
  const { page, api, name } = await as("citizen-l2");
  const { page: family } = await anyone({ javaScriptEnabled: false });
  const main = page.getByRole("main");
  await discardDraft(api, "elderAllowance");
  const { number } = await fileCase(api, "elderAllowance");
  await page.goto(`/me/applications/${number}`);
  await main.getByRole("link", { name: "让家人也看进度" }).click();
  await main.getByRole("button", { name: "生成一个网址" }).click();
  await expect(main.getByRole("img", { name: "网址的二维码" })).toBeVisible();
  const address = await main.getByRole("link", { name: /\/progress\/shared\// }).innerText();

  const theirs = family.getByRole("main");
  await family.goto(address);
  await expect(family.getByRole("heading", { level: 1, name: "家人的办事进度" })).toBeVisible();
  await expect(theirs).toContainText("高龄津贴申领");
  for (const own of [name, account("citizen-l2").signInId, account("citizen-l2").citizenId ?? "", "6228480"]) await expect(theirs, own).not.toContainText(own);
  // There is nothing to do but read.
  await expect(theirs.locator("form, input, textarea, select")).toHaveCount(0);
  await expect(theirs.locator("a[href*='/me/'], a[href*='/apply/'], a[href*='/api/files']")).toHaveCount(0);

  await page.goto(`/me/applications/${number}/share`);
  await main.getByRole("button", { name: "收回" }).first().click();
  await expect(main.getByRole("status").filter({ hasText: "已经收回" })).toBeVisible();
  await family.goto(address);
  await expect(family.getByRole("heading", { level: 1, name: "这个网址看不到进度" })).toBeVisible();
});
