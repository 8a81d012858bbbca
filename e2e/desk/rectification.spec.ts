import { decide, fileCase } from "../cases";
import { expect, test } from "../fixtures";

test("a low rating is called back, answered, looked at by another supervisor, and read by who gave it", async ({ as, deskOf }) => {
  const citizen = await as("citizen-l3");
  const { number } = await fileCase(citizen.api, "residencePermit");
  await decide(await deskOf("440104"), number);

  const { page } = citizen;
  await page.goto(`/me/applications/${number}/rate`);
  await page.getByRole("link", { name: "不满意", exact: true }).click();
  await page.getByRole("checkbox", { name: "没有提供材料清单" }).check();
  await page.getByLabel("还想说的话").fill("材料清单找不到");
  await page.getByRole("button", { name: "提交评价" }).click();
  await expect(page.getByText("整改中")).toBeVisible();

  const [one, two] = [await as("supervisor"), await as("supervisor-deputy")];
  const { rows } = await one.api.query<{ rows: { id: string; mine: boolean; openedOn: string }[] }>("ratings.listRectifications", { level: "dissatisfied", limit: 100 });
  const { id, mine } = rows.at(-1) ?? { id: "", mine: false };
  const [owner, second] = mine ? [one.page, two.page] : [two.page, one.page];
  await owner.goto(`/desk/ratings/${id}`);
  await expect(owner.getByRole("main")).toContainText("材料清单找不到");
  const act = async (name: string, fill: () => Promise<void>) => {
    const fold = owner.locator("details").filter({ has: owner.locator("summary", { hasText: new RegExp(`^${name}$`) }) });
    if ((await fold.getAttribute("open")) === null) await fold.locator("summary").click();
    await fill();
    await fold.getByRole("button", { name, exact: true }).click();
    await expect(owner.getByText(`已完成：${name}`)).toBeVisible();
  };
  await act("记录回访", () => owner.locator("[name=noteContact-note]").fill("已电话联系本人"));
  await act("记录核实结果", async () => {
    await owner.getByRole("radio", { name: "属实", exact: true }).check();
    await owner.locator("[name=verify-note]").fill("办事指南的链接失效");
  });
  await act("答复评价人", async () => {
    await owner.locator("[name=reply-measures]").fill("已修复材料清单的链接");
    await owner.locator("[name=reply-note]").fill("感谢您指出，对不起。");
  });
  await expect(owner.getByRole("button", { name: "复核办结" })).toHaveCount(0);

  await second.goto(`/desk/ratings/${id}`);
  await second.getByRole("button", { name: "复核办结" }).click();
  await expect(second.getByText("已完成：复核办结")).toBeVisible();

  await page.goto(`/me/applications/${number}/rate`);
  await expect(page.getByRole("main")).toContainText("已修复材料清单的链接");
  await page.getByRole("link", { name: "再评价一次" }).click();
  await page.getByRole("link", { name: "满意", exact: true }).click();
  await page.getByRole("button", { name: "提交评价" }).click();
  await expect(page.getByRole("heading", { name: "您的第二次评价" })).toBeVisible();
});
