import { account } from "../accounts";
import { expect, test } from "../fixtures";

test("a clerk verifies a person who stands before them; a colleague confirms the way back in", async ({ as, anyone }) => {
  const { page } = await as("clerk-440104");
  const person = account("citizen-l2");
  await page.goto("/desk/counter/identity");
  await page.getByLabel("身份证号码或手机号").fill(person.phone ?? "");
  await page.getByLabel("来办什么").fill("手机丢了，恢复账户");
  await page.getByRole("main").getByRole("button", { name: "查找" }).click();
  await expect(page).toHaveURL(/\/desk\/counter\/identity\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("main")).not.toContainText(person.citizenId ?? "none");
  const see = async () => {
    await page.getByLabel("证件", { exact: true }).selectOption("居民身份证");
    await page.getByLabel("证件上的姓名").fill(person.name);
    await page.getByLabel("证件上的号码").fill(person.citizenId ?? "");
    await page.getByLabel("原因").fill("看过本人和身份证");
  };
  await page.getByRole("link", { name: "核验身份" }).last().click();
  await see();
  await page.getByRole("radio", { name: /^L3/ }).check();
  await page.getByRole("button", { name: "确认本人到场并核验" }).click();
  await expect(page.getByText("已经核验，本人会收到消息。")).toBeVisible();

  await page.getByRole("link", { name: "恢复账户" }).click();
  await see();
  await page.getByRole("button", { name: "申请恢复" }).click();
  await expect(page.getByText("等另一位工作人员确认", { exact: true })).toBeVisible();
  const visit = page.url();
  await expect(page.getByRole("button", { name: "给出恢复码" })).toHaveCount(0);

  const { page: approver } = await as("approver-440104");
  await approver.goto("/desk/counter/identity");
  await approver.getByRole("main").getByRole("button", { name: "确认", exact: true }).first().click();
  await expect(approver.getByText("已经记下您的决定。")).toBeVisible();
  await page.goto(visit);
  await page.getByRole("button", { name: "给出恢复码" }).click();
  await expect(page.getByText("恢复码（只显示这一次）")).toBeVisible();
  const [code = ""] = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await page.getByRole("main").innerText()).replace(/\s/g, "")) ?? [];
  expect(code).not.toBe("");

  const owner = await anyone();
  await owner.page.goto("/sign-in/counter-code");
  await owner.page.getByLabel("恢复码").fill(code.toLowerCase());
  await owner.page.getByRole("button", { name: "进入账户" }).click();
  await expect(owner.page).toHaveURL(/\/me\/security$/);

  const thief = await anyone();
  await thief.page.goto("/sign-in/counter-code");
  await thief.page.getByLabel("恢复码").fill(code);
  await thief.page.getByRole("button", { name: "进入账户" }).click();
  await expect(thief.page.getByRole("main").getByRole("alert")).toContainText("恢复码不对");
});
