import { account } from "../accounts";
import { discardDraft } from "../cases";
import { expect, test } from "../fixtures";
import { Application } from "../pages/application";
import { Keyboard } from "../pages/keyboard";
import { pdf } from "../papers";

test("in senior mode, by keyboard alone: from the mode's own switch to the receipt", async ({ as }) => {
  test.setTimeout(150_000);
  const { page, api } = await as("neighbour-1");
  await discardDraft(api, "elderAllowance");
  const keys = new Keyboard(page);
  const apply = new Application(page);
  const main = page.getByRole("main");
  const html = page.locator("html");
  const next = () => keys.press(page.getByRole("button", { name: "继续", exact: true }));

  await test.step("switches the mode on, finds the item and starts", async () => {
    await page.goto("/");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "跳到主要内容" })).toBeFocused();
    if ((await html.getAttribute("data-mode")) !== "elder") await keys.press(page.getByRole("button", { name: "长辈版" }));
    await expect(html).toHaveAttribute("data-mode", "elder");
    await keys.press(page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "办事" }));
    await apply.at("办事服务");
    await keys.type(main.getByRole("combobox", { name: "搜索服务事项" }), "高龄津贴");
    await page.keyboard.press("Enter");
    await keys.press(main.getByRole("link", { name: "高龄津贴申领", exact: true }));
    await apply.at("高龄津贴申领");
    await keys.press(main.getByRole("link", { name: "开始申请" }));
    await keys.press(page.getByRole("button", { name: "开始填写" }));
  });

  await test.step("answers one question on each screen; what is known is only looked at", async () => {
    await apply.at("由谁来办理？");
    await expect(main).toContainText("第 1 问");
    await keys.press(page.getByRole("radio", { name: "老人本人" }), "Space");
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("radio", { name: "赡养人代办" })).toBeChecked();
    await page.keyboard.press("ArrowUp");
    await next();
    await apply.at("哪位老人申领津贴？");
    await expect(main).toContainText("来自您的账户");
    await expect(main.getByRole("textbox")).toHaveCount(0);
    await next();
    await apply.at("户口和现在的住处在哪里？");
    await next();
    await apply.at("是否独自居住");
    await keys.press(page.getByRole("radio", { name: "是" }), "Space");
    await next();
    await apply.at("每月养老金");
    // As a phone's keyboard writes what was said.
    await keys.type(page.getByLabel("每月养老金"), "三千一百二十块五。");
    await next();
    await apply.at("正在领取的其他待遇");
    await next();
    await apply.at("津贴打到哪个账户？");
    await next();
    await apply.at("开户银行");
    await keys.type(page.getByLabel("开户银行"), "中国农业银行越秀支行");
    await next();
    await apply.at("银行账号");
    await keys.type(page.getByLabel("银行账号"), "6228480000000000001");
    await next();
    await expect(page.getByRole("alert")).toBeFocused().catch(() => expect(page.getByRole("alert").locator("..")).toBeFocused());
    await keys.press(page.getByRole("alert").getByRole("link"));
    await keys.type(page.getByLabel("银行账号"), "6228480000000000000");
    await next();
    await apply.at("每月能领多少？");
    await next();
    await apply.at("申请人或代办人签名");
    await keys.type(page.getByLabel("签名", { exact: true }), account("neighbour-1").name);
    await keys.press(page.getByRole("checkbox"), "Space");
    await next();
    await apply.at("上传申请材料");
  });

  await test.step("uploads, checks and submits", async () => {
    const total = /问，共 (\d+) 问/.exec(await main.innerText())?.[1];
    for (const material of ["申请人户口簿", "居民身份证"]) {
      const card = page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: material, exact: true }) });
      // Waited for before the key is near: a window that opens first belongs to the system.
      const opened = page.waitForEvent("filechooser");
      await keys.press(card.locator("input[type=file]"));
      await (await opened).setFiles([pdf(`${material}.pdf`)]);
      await expect(card.getByRole("link", { name: material })).toBeVisible();
      await next();
    }
    await apply.at("请核对后提交");
    await expect(main).toContainText(`${total} 问都问完了`);
    await expect(main).not.toContainText(/第 \d+ 步/);
    await keys.press(main.getByRole("link", { name: /修改.*每月养老金/ }));
    await apply.at("每月养老金");
    await expect(page.getByLabel("每月养老金")).toHaveValue("3120.5");
    await next();
    await apply.at("请核对后提交");
    await keys.press(page.getByRole("checkbox"), "Space");
    await keys.press(page.getByRole("button", { name: "确认并提交申请" }));
    const { number } = await apply.receipt();
    await expect(html).toHaveAttribute("data-mode", "elder");
    await keys.press(page.getByRole("link", { name: "查看办理进度" }));
    await expect(page).toHaveURL(new RegExp(number.replaceAll("-", "")));
  });
});
