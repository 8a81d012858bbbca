import { formatApplicationNumber } from "../../domain/core/codes";
import { act, fileCase, standing } from "../cases";
import { expect, test } from "../fixtures";

test("a clerk ticks two cases, sees which of them can be accepted, confirms, and reads what came of each", async ({ as, deskOf }) => {
  const person = await as("legal-representative");
  const [open, done] = [await fileCase(person.api, "residencePermit"), await fileCase(person.api, "residencePermit")];
  const desk = await deskOf("440104");
  await act(desk.clerk, done.number, "accept");

  const { page } = await as("clerk-440104");
  await page.goto("/desk");
  await page.getByLabel("办件编号或申请人全名").fill(person.name);
  await page.getByRole("main").getByRole("button", { name: "查找" }).click();
  for (const { number } of [open, done]) await page.getByRole("checkbox", { name: `选择办件 ${formatApplicationNumber(number)}` }).check();
  await page.getByRole("button", { name: "批量办理选中的办件" }).click();
  await page.getByRole("radio", { name: /^受理/ }).check();
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("button", { name: "逐件核对" }).click();

  const row = ({ number }: { number: string }) => page.getByRole("row").filter({ hasText: formatApplicationNumber(number) });
  await expect(page.getByText("确认之前什么都不会改变")).toBeVisible();
  await expect(row(open)).toContainText("可以办");
  await expect(row(done)).toContainText("不能办");
  expect((await standing(desk.clerk, open.number)).status, "nothing was done yet").toBe("submitted");

  await page.getByRole("button", { name: "确认，受理 1 件" }).click();
  await expect(page.getByText("办理完成。")).toBeVisible({ timeout: 15_000 });
  await expect(row(open)).toContainText("已办");
  expect((await standing(desk.clerk, open.number)).status).toBe("accepted");
});
