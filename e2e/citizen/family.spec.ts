import { items, discardDraft, fillDraft } from "../cases";
import { expect, test } from "../fixtures";
import { Application } from "../pages/application";
import { picture } from "../pages/picture";
import { signIn } from "../pages/sign-in";

const elder = "梁秀英";
const helper = "梁国栋";

test("an elder lets a relative act for them, in three steps; the relative fills in, the elder confirms and takes the grant back", async ({ anyone, baseURL }) => {
  test.setTimeout(240_000);
  // Fresh sign-ins: to let somebody act for oneself asks for a fresh proof.
  const [{ page: hers, context, api: herApi }, { page: his, api }] = [await anyone(), await anyone()];
  const apply = new Application(hers);
  const helps = new Application(his);
  await context.addCookies([{ name: "ui-mode", value: "elder", url: baseURL! }]);
  let [code, id] = ["", ""];

  await test.step("she grants it on her own screen and gets a code", async () => {
    await signIn(hers, "citizen-elder");
    await expect(hers).toHaveURL(/\/me$/);
    await hers.goto("/me/delegations");
    await apply.at("亲友代办");
    for (let left = await hers.getByRole("button", { name: /停止授权|收回邀请/ }).count(); left > 0; left -= 1) {
      await hers.getByRole("button", { name: /停止授权|收回邀请/ }).first().click();
      await expect(hers.getByRole("button", { name: /停止授权|收回邀请/ })).toHaveCount(left - 1);
    }
    await expect(hers.locator("html")).toHaveAttribute("data-mode", "elder");
    await picture(hers, "family-1", hers.getByRole("main").getByRole("link", { name: "请人帮我办" }));
    await hers.getByRole("main").getByRole("link", { name: "请人帮我办" }).click();
    await apply.at("想请人帮您办哪些事？");
    await picture(hers, "family-2", hers.getByRole("link", { name: "全部事项都可以" }));
    await hers.getByRole("link", { name: "全部事项都可以" }).click();
    await apply.at("请谁来办？");
    await hers.getByRole("button", { name: "生成代办码" }).click();
    await expect(hers.getByRole("main").getByRole("alert")).toContainText("请填写怎么称呼对方");
    await hers.getByLabel("怎么称呼对方").fill("儿子国栋");
    await hers.getByRole("button", { name: "生成代办码" }).click();
    await apply.at("请把代办码给对方");
    await picture(hers, "family-3");
    const spoken = await hers.getByText("逐位是：").innerText();
    code = spoken.replace(/\D/g, "");
    expect(code).toMatch(/^\d{8}$/);
    expect(spoken).toContain([...code].join(" "));
    await expect(hers.getByRole("img", { name: "代办码的二维码" })).toBeVisible();
  });

  await test.step("he opens the code signed out, signs in, sees who gives what and accepts", async () => {
    await his.goto(`/me/delegations/accept?code=${code}`);
    await expect(his).toHaveURL(/\/sign-in\?next=/);
    await signIn(his, "delegate");
    await helps.at(`${elder} 请您代办`);
    await expect(his.getByRole("main")).toContainText("每次都要本人确认");
    await picture(his, "family-4", his.getByRole("button", { name: "接受", exact: true }));
    await his.getByRole("button", { name: "接受", exact: true }).click();
    await expect(his.getByRole("status").filter({ hasText: "已经接受" })).toBeVisible();
    await his.goto(`/me/delegations/accept?code=${code}`);
    await expect(his.getByRole("main").getByRole("alert")).toContainText("没有找到这个代办码");
  });

  await test.step("he acts for her: every page says so, and shows nothing of his own", async () => {
    await his.goto("/me/delegations");
    await his.getByRole("main").getByRole("button", { name: `代“${elder}”办理` }).click();
    await expect(his).toHaveURL(/\/me$/);
    const bar = his.getByRole("complementary", { name: "代为办理" });
    for (const path of ["/me", "/", "/items", "/progress", "/help", "/me/applications", "/me/certificates", "/me/messages", "/no-such-page", "/desk"]) {
      await his.goto(path);
      await expect(bar, path).toContainText(`您正在代表“${elder}”办理`);
    }
    await his.goto("/me/delegations/new");
    await helps.at("请先改为为自己办理");
    // What the elder began herself is hers to throw away.
    await discardDraft(herApi, "elderAllowance");
    id = await fillDraft(api, "elderAllowance", { signature: { name: helper } });
    const draft = await api.query<{ answers: Record<string, unknown> }>("applications.draft", { id });
    // His own name is his signature, and nothing else of his stands there.
    const { signature, ...answers } = draft.answers;
    expect(signature).toMatchObject({ name: helper });
    const told = JSON.stringify({ ...draft, answers });
    expect(told).toContain(elder);
    for (const own of [helper, "19900000007", "44019919801212025X"]) expect(told).not.toContain(own);
    await his.goto(`/apply/${id}/check`);
    await expect(his.getByRole("main")).toContainText(helper);
    await helps.declareAndSubmit("交给本人确认");
    await expect(his.getByText("已经交给本人确认")).toBeVisible();
  });

  await test.step("she sees who filled in what, sends it back once, then confirms: that is the receipt", async () => {
    await hers.goto("/me");
    const waiting = hers.getByRole("list", { name: "待您确认" });
    await expect(waiting).toContainText(helper);
    await waiting.getByRole("link").click();
    await hers.getByRole("link", { name: "去核对" }).click();
    await hers.getByText("有不对的地方，退回给代办人").click();
    await hers.getByLabel("要改什么").fill("请再核对一次养老金");
    await hers.getByRole("button", { name: "退回修改" }).click();
    await expect(hers.getByText("已经退回给代办人修改")).toBeVisible();

    await his.reload();
    await expect(his.getByText("请再核对一次养老金")).toBeVisible();
    await his.goto(`/apply/${id}/check`);
    await helps.declareAndSubmit("交给本人确认");
    await expect(his.getByText("已经交给本人确认")).toBeVisible();

    await hers.goto("/me");
    await picture(hers, "family-5", hers.getByRole("list", { name: "待您确认" }).getByRole("link"));
    await hers.getByRole("list", { name: "待您确认" }).getByRole("link").click();
    await hers.getByRole("link", { name: "去核对" }).click();
    await expect(hers.getByRole("main")).toContainText(helper);
    await apply.declareAndSubmit();
    await apply.receipt();
    await hers.getByRole("link", { name: "查看办理进度" }).click();
    await expect(hers.getByRole("main")).toContainText("代办人填写，本人确认");
  });

  await test.step("she sees what he did and stops it with one press; his next click is told", async () => {
    await hers.goto("/me/delegations");
    await hers.getByRole("link", { name: /查看记录/ }).first().click();
    await expect(hers.getByRole("main")).toContainText("交给本人确认");
    await expect(hers.getByRole("main")).toContainText(items.elderAllowance.name);
    await hers.getByRole("button", { name: "停止授权" }).click();
    await expect(hers.getByRole("status").filter({ hasText: "已经停止" })).toBeVisible();

    await his.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "办事" }).click();
    await his.goto("/me");
    const bar = his.getByRole("complementary", { name: "代为办理" });
    await expect(bar).toContainText("您代为办理的授权已经结束");
    // He may have applications of his own for the same item; hers is not among them.
    await expect(his.getByRole("main").locator(`a[href*="${id}"]`)).toHaveCount(0);
    await bar.getByRole("button", { name: "知道了，为自己办理" }).click();
    await expect(bar).toHaveCount(0);
  });
});
