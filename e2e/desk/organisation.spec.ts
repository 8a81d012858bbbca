import { codeOfItem, discardDraft, fillDraft } from "../cases";
import { expect, test } from "../fixtures";
import { Application } from "../pages/application";
import { DeskCase } from "../pages/desk";
import { Revision } from "../pages/revision";
import { signIn } from "../pages/sign-in";

const company = "广州市越秀区岭南小馆餐饮有限公司";

test("a company's licence: an agent applies, corrects what the clerk asks, and is served under the guide it began with", async ({ as, anyone }) => {
  test.setTimeout(200_000);
  const { page, api } = await anyone();
  const apply = new Application(page);

  await test.step("the agent acts for the company", async () => {
    // A session of their own: to act for someone else opens a new one, which ends the one it came from.
    await page.goto("/sign-in?next=/me");
    await signIn(page, "organisation-agent");
    await page.getByRole("button", { name: `代表“${company}”办理` }).click();
    await expect(page.getByText(`您正在代表“${company}”办理`)).toBeVisible();
    await discardDraft(api, "foodBusiness");
  });

  const number = await test.step("files the application", async () => {
    const id = await fillDraft(api, "foodBusiness");
    await page.goto(`/apply/${id}`);
    await expect(page.getByRole("main")).not.toContainText("未开始");
    await page.getByRole("link", { name: "核对并提交" }).click();
    await apply.at("请核对后提交");
    await expect(page.getByRole("main")).toContainText(company);
    await apply.declareAndSubmit();
    return (await apply.receipt()).number;
  });

  const clerk = new DeskCase((await as("clerk-440104")).page);
  await test.step("the clerk asks once, for one thing", async () => {
    await clerk.take(number);
    await clerk.act("要求补正", "发出补正通知", "已发出补正通知", async (at) => {
      await at.getByRole("checkbox", { name: "经营面积" }).check();
      await at.getByLabel("怎样补正 经营面积").fill("与布局图上的面积不一致，请核对后改正。");
    });
  });

  const [condition, inEnglish] = [`持有 ${number} 号场地核查记录`, `You hold inspection record no. ${number} of the premises`];
  await test.step("meanwhile the guide changes: one edits, another publishes", async () => {
    const editor = await as("item-editor");
    await editor.page.goto("/admin/items?q=食品经营许可（新办）");
    await editor.page.getByRole("main").getByRole("link", { name: /食品经营许可（新办）/ }).first().click();
    const open = editor.page.getByRole("button", { name: "打开新版本修改" });
    const conditions = editor.page.getByRole("textbox", { name: "申请条件" });
    await expect(open.or(conditions)).toBeVisible();
    if (await open.isVisible()) await open.click();
    await conditions.fill(`${await conditions.inputValue()}\n\n${condition}`);
    await editor.page.getByRole("button", { name: "保存修改" }).click();
    await expect(editor.page.getByRole("main")).toContainText("已保存。公众页面还没有变化");
    await editor.page.getByRole("navigation", { name: "事项编制" }).getByRole("link", { name: "英文" }).click();
    await editor.page.getByRole("group", { name: "还只有中文（1）" }).getByRole("textbox", { name: /^申请条件 4（英文）/ }).fill(inEnglish);
    await editor.page.getByRole("button", { name: "保存英文" }).click();
    await expect(editor.page.getByRole("group", { name: /还只有中文/ })).toHaveCount(0);
    const publisher = await as("item-publisher");
    await new Revision(editor.page).handOver("核查记录也算场地证明");
    await expect(editor.page.getByRole("button", { name: "现在发布" })).toHaveCount(0);
    await new Revision(publisher.page).publish(editor.page.url());
    const guide = `/items/${await codeOfItem(api, "foodBusiness")}`;
    for (const [path, text] of [[guide, condition], [`/en${guide}`, inEnglish]] as const) {
      await publisher.page.goto(path);
      await expect(publisher.page.getByRole("main")).toContainText(text);
    }
  });

  await test.step("the agent corrects that field and sends it again", async () => {
    await page.goto(`/me/applications/${number.replaceAll("-", "")}`);
    await expect(page.getByRole("main")).toContainText("与布局图上的面积不一致");
    await page.getByRole("link", { name: "去补正" }).click();
    await apply.at("补正申请");
    await page.getByRole("main").getByRole("link", { name: /在哪里经营|经营面积/ }).first().click();
    await page.getByLabel("经营面积").fill("128");
    await apply.next();
    await apply.at("请核对后提交");
    await expect(page.getByRole("main")).toContainText("128");
    await apply.declareAndSubmit("确认并重新提交");
    await apply.at("补正已经提交");
  });

  await test.step("the office decides and the company holds the licence", async () => {
    await clerk.take(number);
    await expect(clerk.page.getByRole("main")).toContainText("128");
    await expect(clerk.page.getByRole("img", { name: /证明\.pdf，第 1 页，共 1 页/ }), "a paper is drawn beside the data, its worker and fonts from here").toBeVisible();
    await clerk.page.getByRole("link", { name: "只看改动的内容" }).click();
    await expect(clerk.page.locator("#answers"), "the correction is told point by point, with what was answered before").toContainText(/已改.*经营面积.*原来：/s);
    await expect(clerk.page.getByRole("main"), "the case keeps the conditions it was filed under").not.toContainText(condition);
    await clerk.page.getByLabel("写备注").fill("店主说周三下午都在。");
    await clerk.page.getByRole("button", { name: "添加备注" }).click();
    await expect(clerk.page.locator("#notes")).toContainText("店主说周三下午都在。");
    await clerk.act("受理", "受理", "已受理");
    const reviewer = new DeskCase((await as("reviewer-440104")).page);
    await reviewer.take(number);
    await expect(reviewer.page.getByText(/正在看此件/), "a colleague has it open").toBeVisible();
    await reviewer.act("开始审查", "开始审查", "已开始审查");
    await clerk.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await expect(clerk.page.getByText(/这个办件有变化.*开始审查/), "and is told what was done meanwhile").toBeVisible();
    await reviewer.page.getByLabel("意见").fill("现场核查合格，");
    await expect(reviewer.page.locator("#acts")).toContainText("已自动保存");
    await reviewer.page.reload();
    await expect(reviewer.page.getByLabel("意见"), "what was half written is there again").toHaveValue("现场核查合格，");
    await reviewer.act("完成审查", "完成审查", "审查已完成", (at) => at.getByLabel("意见").fill("现场核查合格。"));
    const approver = new DeskCase((await as("approver-440104")).page);
    await approver.take(number);
    await approver.act("批准", "作出批准决定", "已批准", (at) => at.getByLabel("意见").fill("准予许可。"));
    const officer = new DeskCase((await as("certificate-officer-440104")).page);
    await officer.take(number);
    await officer.act("制发证照", "制发证照", "证照已生成");
    await officer.act("登记送达", "登记送达并办结", "已送达并办结", (at) => at.getByRole("radio", { name: "窗口领取" }).check());
    await page.goto("/me/certificates");
    await expect(page.getByRole("main")).toContainText("食品经营许可证");
  });

  await test.step("one correction, and the corrected answer is what counts", async () => {
    const own = await api.query<{ answers: Record<string, unknown>; events: { action: string }[] }>("applications.get", { number });
    expect(own.answers["premisesArea"]).toBe(128);
    expect(own.events.filter(({ action }) => action === "requestCorrection")).toHaveLength(1);
  });
});
