import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures";

/** Beijing time as an administrator types it. */
const moment = (minutes: number) => new Date(Date.now() + (8 * 60 + minutes) * 60_000).toISOString().slice(0, 16).replace("T", " ");

async function plan(page: Page, code: string): Promise<void> {
  await page.goto("/admin/closures");
  await page.getByLabel("范围", { exact: true }).selectOption({ label: "一个事项" });
  await page.getByLabel("部门、地区或事项的编码").fill(code);
  await page.getByLabel("开始时间").fill(moment(-1));
  await page.getByLabel("结束时间").fill("后天");
  await page.getByLabel("原因（中文）").fill("演练用的系统升级。");
  await page.getByLabel("原因（英文）").fill("The system is being upgraded.");
  await page.getByLabel("着急办理怎么办（中文）").fill("请到区政务服务中心窗口。");
  await page.getByLabel("着急办理怎么办（英文）").fill("Go to the district service centre.");
  await page.getByRole("button", { name: "提交确认" }).click();
  await expect(page.getByRole("main").getByRole("alert").getByRole("link", { name: /请写明年月日和时间/ })).toBeVisible();
  await expect(page.getByLabel("部门、地区或事项的编码")).toHaveValue(code);
  await expect(page.getByLabel("原因（中文）")).toHaveValue("演练用的系统升级。");
  await page.getByLabel("结束时间").fill(moment(120));
  await page.getByRole("button", { name: "提交确认" }).click();
  await expect(page.getByText("已提交，等待另一位工作人员确认。")).toBeVisible();
}

test("a closure planned by one and confirmed by another stops filing with the date, and the draft is kept", async ({ as }) => {
  const [{ page: system }, { page: security }, citizen] = [await as("system-admin"), await as("security-admin"), await as("citizen-l3")];
  const { rows } = await citizen.api.query<{ rows: { code: string; name: string }[] }>("items.search", { query: "保安员证核发", limit: 1 });
  const { code = "", name = "" } = rows[0] ?? {};
  const { id } = await citizen.api.mutate<{ id: string }>("applications.start", { itemCode: code });
  const { page } = citizen;
  await page.goto(`/apply/${id}/check`);
  await plan(system, code);
  await expect(system.getByRole("button", { name: "核对无误，确认" })).toHaveCount(0);

  await page.getByRole("checkbox", { name: /我已核对/ }).check();
  await security.goto("/admin/closures");
  await expect(security.getByText("The system is being upgraded.")).toBeVisible();
  await security.getByRole("button", { name: "核对无误，确认" }).click();
  await expect(security.getByText("已确认，立即生效。")).toBeVisible();

  await page.getByRole("button", { name: "确认并提交申请" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText(/这项服务正在按计划暂停，\d{4}年\d+月\d+日 星期. \d\d:\d\d 恢复。您填写的内容已经保存/);
  await page.reload();
  await expect(page.getByRole("main")).toContainText("请到区政务服务中心窗口。");
  expect((await citizen.api.query<{ status: string }>("applications.draft", { id })).status).toBe("draft");

  await page.goto("/status");
  await expect(page.getByRole("main")).toContainText("项服务正在按计划暂停");
  await expect(page.getByRole("heading", { name }).first()).toBeVisible();

  const standing = security.getByRole("listitem").filter({ has: security.getByRole("heading", { name }) });
  await standing.getByText("提前恢复或取消", { exact: true }).click();
  await standing.getByLabel("原因", { exact: true }).fill("演练结束");
  await standing.getByRole("button", { name: "立即恢复或取消" }).click();
  await expect(standing).toHaveCount(0);
  await page.goto(`/items/${code}`);
  await expect(page.getByRole("main")).not.toContainText("正在暂停办理");
  await citizen.api.mutate("applications.discard", { id });
});
