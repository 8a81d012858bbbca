import { readFileSync } from "node:fs";
import { account } from "../accounts";
import { expect, test } from "../fixtures";

test("one sees what is held and who read it, takes a copy after a fresh proof, and has a request answered", async ({ as }) => {
  const [{ page, api }, supervisor] = [await as("citizen-l3"), await as("supervisor")];
  await page.goto("/me/data");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("我的数据");
  await expect(page.getByRole("main")).not.toContainText(String(account("citizen-l3").phone));
  await page.getByRole("link", { name: /^谁用过我的数据/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("谁用过我的数据");

  await page.goto("/me/data");
  const link = page.getByRole("link", { name: "下载 JSON（便于转移）" });
  const arrived = await Promise.race([page.waitForEvent("download"), link.click().then(() => page.waitForURL(/\/sign-in\/confirm/))]);
  if (!arrived) {
    // Signed in too long ago: the password once more, and back.
    await page.getByLabel("密码").first().fill(account("citizen-l3").password);
    await page.getByRole("button", { name: /验证|确认|继续/ }).first().click();
    await page.waitForURL(/\/me\/data/);
  }
  const download = arrived ?? (await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下载 JSON（便于转移）" }).click()]))[0];
  const copy = JSON.parse(readFileSync(await download.path(), "utf8")) as { profile: { name: string } };
  expect(copy.profile.name).toBe(account("citizen-l3").name);

  const { rows } = await api.query<{ rows: { state: string; subject: string }[] }>("records.listOwnRequests", {});
  if (rows.some(({ state, subject }) => state === "open" && subject === "preferences")) return;
  await page.goto("/me/data/requests/new?ask=erasure.preferences");
  await page.getByRole("button", { name: "提交请求" }).click();
  await expect(page.getByRole("alert").first()).toContainText("请填写理由");
  await page.getByLabel("为什么").fill("换了设备，不再需要");
  await page.getByRole("button", { name: "提交请求" }).click();
  // What is asked of one's data asks for a fresh proof; the download above gave one, unless this took long.
  if (new URL(page.url()).pathname === "/sign-in/confirm") {
    await page.getByLabel("密码").first().fill(account("citizen-l3").password);
    await page.getByRole("button", { name: "确认", exact: true }).click();
    await page.getByRole("button", { name: "提交请求" }).click();
  }
  await expect(page.getByRole("main")).toContainText("等待答复");
  const number = new URL(page.url()).searchParams.get("filed") ?? "";

  await supervisor.page.goto(`/desk/data-requests/${number}`);
  await expect(supervisor.page.getByRole("main")).toContainText("换了设备，不再需要");
});
