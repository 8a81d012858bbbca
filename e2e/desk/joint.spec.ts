import { account } from "../accounts";
import { act, codeOfItem, fillOut } from "../cases";
import { expect, test } from "../fixtures";
import { DeskCase } from "../pages/desk";

const inAWeek = () => new Date(Date.now() + 7 * 86_400_000);

/** Two departments and a stranger with a link say what they think of one case, each seeing no more than they must. */
test("a case in several hands: a review, another department's opinion and an outside expert's, side by side", async ({ as, anyone, deskOf }) => {
  test.setTimeout(150_000);
  const { api } = await as("citizen-l3");
  const reach = `166${String(Date.now()).slice(-8)}`;
  const desk = await deskOf("440104");
  const { id } = await api.mutate<{ id: string }>("applications.start", { itemCode: await codeOfItem(api, "roadDigging") });
  const { name, citizenId = "", phone = "" } = account("citizen-l3");
  await fillOut(api, id, { applicantKind: "person", applicantName: name, applicantCitizenId: citizenId, applicantPhone: phone, applicantAddress: { division: "440104", detail: "流花路 1 号" } });
  const { number } = await api.mutate<{ number: string }>("applications.submit", { id, declared: true });
  await act(desk.clerk, number, "accept");
  await act(desk.reviewer, number, "startReview");
  const { page } = await as("reviewer-440104");

  await test.step("the reviewer asks an expert, who is shown one answer", async () => {
    await page.goto(`/desk/applications/${number}`);
    await page.getByRole("main").getByRole("link", { name: "外部专家" }).click();
    await page.getByRole("textbox", { name: "姓名" }).fill("陈其南");
    await page.getByRole("textbox", { name: "单位" }).fill("南方大学土木学院");
    await page.getByRole("textbox", { name: "手机号码或电子邮箱" }).fill(reach);
    await page.getByRole("textbox", { name: "请专家回答的问题" }).fill("开挖位置会不会影响地下管线？");
    const until = inAWeek();
    for (const [part, value] of [["年", until.getFullYear()], ["月", until.getMonth() + 1], ["日", until.getDate()]] as const) await page.getByLabel(part, { exact: true }).fill(String(value));
    await page.getByRole("group", { name: /可以看到的填写内容/ }).getByRole("checkbox", { name: /联系地址/ }).check();
    await page.getByRole("button", { name: "发出请求" }).click();
    await expect(page.getByRole("main")).toContainText("已发出请求，链接会发给专家");
  });

  await test.step("the expert comes by the link and a code, without an account, and answers once", async () => {
    const expert = (await anyone()).page;
    const outbox = (await anyone()).page;
    const link = outbox.getByRole("row").filter({ hasText: reach }).locator("a[href*='/expert/']").first();
    await expect(async () => {
      await outbox.goto("/dev/outbox");
      await expect(link).toBeVisible({ timeout: 1000 });
    }).toPass();
    await expert.goto(new URL((await link.getAttribute("href")) ?? "", outbox.url()).pathname);
    await expect(expert.getByRole("main")).not.toContainText("流花路");
    await expert.getByRole("button", { name: "发送验证码" }).click();
    await expect(expert.getByRole("textbox", { name: "验证码" })).toBeVisible();
    await outbox.reload();
    const code = await outbox.getByRole("row").filter({ hasText: reach }).getByRole("rowheader", { name: /^\d{6}$/ }).first().innerText();
    await expert.getByRole("textbox", { name: "验证码" }).fill(code);
    await expert.getByRole("button", { name: "打开", exact: true }).click();
    await expect(expert.getByRole("main"), "an address is shown in part unless it was opened").toContainText("部分已隐去");
    for (const kept of ["流花路", name]) await expect(expert.getByRole("main"), "what was not chosen stays with the office").not.toContainText(kept);
    await expert.getByRole("radio", { name: "有条件同意" }).check();
    await expert.getByRole("textbox", { name: "意见和理由" }).fill("人工探坑确认燃气管位置以后方可开挖。");
    await expert.getByRole("checkbox", { name: /没有利害关系/ }).check();
    await expert.getByRole("button", { name: "提交意见" }).click();
    await expect(expert.getByRole("main")).toContainText("意见已提交");
  });

  await test.step("the city's bureau gives its opinion on its own branch", async () => {
    const bureau = new DeskCase((await as("approver-440100")).page);
    await bureau.page.goto(`/desk/applications/${number}`);
    await bureau.act("完成审查", "完成审查", "审查已完成", async (at) => at.getByRole("textbox", { name: "意见" }).fill("开挖范围内有一条通信管道，请避让。"));
  });

  await test.step("the reviewer reads them side by side, and the decision follows", async () => {
    await page.goto(`/desk/applications/${number}/joint`);
    await expect(page.getByRole("main")).toContainText("开挖范围内有一条通信管道，请避让。");
    await page.goto(`/desk/applications/${number}/experts`);
    await expect(page.getByRole("main")).toContainText("人工探坑确认燃气管位置以后方可开挖。");
    await act(desk.reviewer, number, "completeStep", { opinion: "意见均已采纳，施工方案已改。" });
    expect((await act(desk.approver, number, "approve", { opinion: "同意。" })).status).toBe("approved");
  });
});
