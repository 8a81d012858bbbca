import { expect, test } from "../fixtures";
import { Application } from "../pages/application";

/** Of no other journey: nobody else may find it closed. */
const item = "机动车驾驶证遗失补证";

test("a service is suspended while somebody fills it in: nothing typed is lost, the page says what to do, and filing goes on when it is open again", async ({ as }) => {
  const [{ page, api }, { page: publisher, api: staff }] = [await as("citizen-l3"), await as("item-publisher")];
  const [apply, main] = [new Application(page), page.getByRole("main")];
  const { rows: [found] } = await staff.query<{ rows: { id: string; code: string }[] }>("items.listForEdit", { query: item });
  const { id } = await api.mutate<{ id: string }>("applications.start", { itemCode: found?.code ?? "" });
  const typed = () => api.query<{ answers: Record<string, unknown> }>("applications.draft", { id }).then(({ answers }) => answers);
  const status = async (button: string, done: string) => {
    await publisher.goto(`/admin/items/${found?.id}/edit/review`);
    const form = publisher.locator("form").filter({ has: publisher.getByRole("button", { name: button }) });
    await form.getByLabel("原因").fill("系统升级");
    await form.getByRole("button", { name: button }).click();
    await expect(publisher.getByRole("main")).toContainText(done);
  };

  await page.goto(`/apply/${id}/applicant`);
  await page.getByLabel("联系电话").fill("13900139001");
  await test.step("what is typed before and after is saved, and going on tells what happened", async () => {
    await status("暂停办理", "已暂停办理");
    await page.getByLabel("街道、门牌号等详细地址").fill("流花路 7 号");
    await apply.next();
    await expect(main).toContainText("这个事项现在不接受申请");
    await expect(main).toContainText(/您填的内容保留到 \d{4}年\d+月\d+日/);
    expect(await typed()).toMatchObject({ applicantPhone: "13900139001", applicantAddress: { detail: "流花路 7 号" } });
  });

  await test.step("it can be read and printed, not filed; the guide says that it is suspended and offers no start", async () => {
    await main.getByRole("link", { name: "查看、打印我填的内容" }).click();
    await expect(main).toContainText("流花路 7 号");
    await expect(main).toContainText("现在不能提交");
    await expect(main.getByRole("button", { name: "确认并提交申请" })).toHaveCount(0);
    await page.goto(`/items/${found?.code}`);
    await expect(main).toContainText("暂停办理");
    await expect(main.getByRole("link", { name: "开始申请" })).toHaveCount(0);
  });

  await test.step("open again, the draft goes on where it was", async () => {
    await status("恢复办理", "已恢复办理");
    await page.goto(`/apply/${id}/applicant`);
    await expect(main).not.toContainText("这个事项现在不接受申请");
    await expect(page.getByLabel("联系电话")).toHaveValue(/139\s?0013\s?9001/);
    await page.goto(`/apply/${id}/check`);
    await expect(main.getByRole("button", { name: "确认并提交申请" })).toBeVisible();
  });
  await api.mutate("applications.discard", { id });
});
