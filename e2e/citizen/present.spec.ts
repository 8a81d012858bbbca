import { city } from "../city";
import { expect, test } from "../fixtures";
import { picture } from "../pages/picture";

test("the holder shows a certificate, a stranger looks once, the holder reads who it was; nobody looks a second time", async ({ as, anyone }) => {
  test.setTimeout(90_000);
  const { page: hers } = await as("citizen-l4");
  const [{ page: his }, { page: late }] = [await anyone({ javaScriptEnabled: false }), await anyone()];
  let path = "";

  await test.step("she says what for and gets a code that runs", async () => {
    await hers.goto(`/me/certificates/${city().certificate}/present`);
    await picture(hers, "present-1", hers.getByRole("radio", { name: "在窗口办事" }));
    await hers.getByRole("button", { name: "生成亮证码" }).click();
    await expect(hers.getByRole("main").getByRole("alert")).toContainText("请选择出示的用途");
    await hers.getByRole("radio", { name: "在窗口办事" }).check();
    await hers.getByRole("button", { name: "生成亮证码" }).click();
    await expect(hers.getByRole("heading", { level: 1, name: "请对方扫这个码" })).toBeVisible();
    await expect(hers.getByText(/还有 \d+ 秒有效/)).toBeVisible();
    await picture(hers, "present-2");
    const address = await hers.getByRole("img", { name: "亮证二维码" }).getAttribute("data-address");
    path = new URL(address ?? "").pathname;
  });

  await test.step("a visit of its address uses nothing up; one press does, without script too, and a reload is no second look", async () => {
    for (const page of [late, his]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1, name: "有人向您出示证照" })).toBeVisible();
      await expect(page.getByRole("main")).toContainText("在窗口办事");
    }
    await his.getByLabel("您是谁").fill("幸福小区物业");
    await his.getByRole("button", { name: "看证照" }).click();
    await expect(his.getByRole("heading", { level: 1, name: "真实有效" })).toBeVisible();
    await picture(his, "present-3");
    await his.reload();
    await expect(his.getByRole("heading", { level: 1, name: "真实有效" })).toBeVisible();
    await expect(his.getByRole("main")).toContainText("截图、照片和复印件都不能证明什么");
  });

  await test.step("she reads at once who looked", async () => {
    await expect(hers.getByRole("heading", { level: 1, name: "对方已经看到证照" })).toBeVisible({ timeout: 10_000 });
    await picture(hers, "present-4");
    await expect(hers.getByRole("list", { name: "最近谁看过" }).getByRole("listitem").first()).toContainText("幸福小区物业（对方自己填写）");
  });

  await test.step("who comes second sees nothing", async () => {
    await late.getByRole("button", { name: "看证照" }).click();
    await expect(late.getByRole("heading", { level: 1, name: "这个亮证码已经用过" })).toBeVisible();
  });

  await test.step("who tries too often waits a minute, with what was typed kept", async () => {
    await hers.goto(`/me/certificates/${city().certificate}/present`);
    await hers.getByRole("radio", { name: "在窗口办事" }).check();
    await hers.getByRole("button", { name: "生成亮证码" }).click();
    const address = await hers.getByRole("img", { name: "亮证二维码" }).getAttribute("data-address");
    await his.goto(new URL(address ?? "").pathname);
    await his.getByLabel("您是谁").fill("幸福小区物业");
    // Counted by the address of whoever looks, known codes and others alike.
    const guesses = await late.evaluate(() => Promise.all(Array.from({ length: 31 }, async () => (await fetch("/api/trpc/certificates.scan", { method: "POST", headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() }, body: JSON.stringify({ code: "0".repeat(20) }) })).status)));
    expect(guesses).toContain(429);
    await his.getByRole("button", { name: "看证照" }).click();
    await expect(his.getByRole("status").or(his.getByRole("alert")).filter({ hasText: "查看次数太多" })).toBeVisible();
    await expect(his.getByLabel("您是谁")).toHaveValue("幸福小区物业");
    await expect(his.getByRole("heading", { level: 1, name: "有人向您出示证照" })).toBeVisible();
  });
});
