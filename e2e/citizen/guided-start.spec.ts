import { discardDraft } from "../cases";
import { city } from "../city";
import { expect, test } from "../fixtures";

test("without script: a few questions tell what to bring, and what was chosen stands in the application", async ({ as }) => {
  const { page, api } = await as("neighbour-1", { javaScriptEnabled: false });
  await discardDraft(api, "residencePermit");
  const main = page.getByRole("main");
  const next = () => main.getByRole("button", { name: "下一步" }).click();
  await page.goto(`/items/${city().item}`);
  await main.getByRole("link", { name: "先看看要准备什么" }).first().click();
  await next();
  await expect(main.getByRole("alert")).toContainText("请选一项");
  await main.getByRole("radio", { name: "都符合" }).check();
  await next();
  await main.getByRole("radio", { name: "本人办理" }).check();
  await next();
  await main.getByRole("radio", { name: "合法稳定就业" }).check();
  await next();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("您需要准备这些");
  await expect(main.getByRole("heading", { level: 3, name: "就业证明" })).toBeVisible();
  await expect(main.getByRole("heading", { level: 3, name: "就读证明" })).toHaveCount(0);
  await main.getByRole("link", { name: "开始申请" }).click();
  await main.getByRole("button", { name: "开始填写" }).click();
  await expect(main.getByRole("radio", { name: "本人办理" })).toBeChecked();
});

test("a question is asked by anybody and answered by its organ, read by the code alone", async ({ anyone, as }) => {
  const { page: hers } = await anyone({ javaScriptEnabled: false });
  const question = `孩子能不能一起办？${Date.now()}`;
  await hers.goto(`/items/${city().item}`);
  await hers.getByRole("contentinfo").getByRole("link", { name: "咨询与反馈" }).click();
  await hers.getByRole("radio", { name: "咨询" }).check();
  await hers.getByRole("textbox", { name: "写下您的问题" }).fill(question);
  await hers.getByRole("main").getByRole("button", { name: "提交" }).click();
  await expect(hers.getByRole("main")).toContainText("已经收到");
  const code = (await hers.getByRole("main").textContent())?.match(/[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/)?.[0] ?? "";
  const { page: desk } = await as("clerk-440104");
  await desk.goto("/desk/enquiries");
  for (const link of await desk.getByRole("main").getByRole("link", { name: /^ZX\d{14}$/ }).all()) {
    const [context, href] = [desk.context(), await link.getAttribute("href")];
    const one = await context.newPage();
    await one.goto(href ?? "");
    if (await one.getByText(question).count()) {
      await one.getByRole("textbox", { name: "答复内容" }).fill("可以，带上户口簿。");
      await one.getByRole("button", { name: "提交答复" }).click();
      await expect(one.getByRole("main")).toContainText("已经答复");
    }
    await one.close();
  }
  await hers.goto("/ask/answer");
  await hers.getByRole("textbox", { name: "编码" }).fill(code);
  await hers.getByRole("button", { name: "查看" }).click();
  await expect(hers.getByRole("main")).toContainText("可以，带上户口簿。");
});
