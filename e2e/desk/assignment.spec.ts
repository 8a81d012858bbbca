import { city } from "../city";
import { expect, test } from "../fixtures";

test("a supervisor writes a rule of who gets new work, tries it on a case and takes it away; a clerk alone in a post learns why nobody can stand in", async ({ as }) => {
  const { page } = await as("supervisor");
  const name = "外出月份留待领取";

  await test.step("the rule leaves the work to be claimed, so that nothing else changes", async () => {
    await page.goto("/desk/routing");
    await page.getByRole("link", { name: "新增规则" }).click();
    const departmentId = new URL(page.url()).searchParams.get("departmentId") ?? "";
    await page.getByLabel("规则名称").fill(name);
    await page.getByRole("radio", { name: "不分，留待领取" }).check();
    await page.getByRole("button", { name: "保存" }).click();
    await expect(page.getByText("已保存。")).toBeVisible();
    await page.goto(`/desk/routing?${new URLSearchParams({ departmentId, number: city().filed.number })}`);
    await expect(page.getByRole("table", { name: "分办规则" }).getByRole("link", { name })).toBeVisible();
    await expect(page.getByRole("heading", { name: "试一试" })).toBeVisible();
  });

  await test.step("it is taken away again", async () => {
    await page.getByRole("row").filter({ hasText: name }).getByRole("button", { name: "移除" }).click();
    await expect(page.getByText("已更新。")).toBeVisible();
    await expect(page.getByRole("table", { name: "分办规则" }).getByRole("link", { name })).toHaveCount(0);
  });

  await test.step("the only clerk of a department has no deputy, and reads what to do about it", async () => {
    const clerk = (await as("clerk-440104")).page;
    await clerk.goto("/desk/absences");
    await expect(clerk.getByRole("heading", { name: "外出与代理", level: 1 })).toBeVisible();
    await expect(clerk.getByText("请管理员先给一位同事同样的岗位")).toBeVisible();
  });
});
