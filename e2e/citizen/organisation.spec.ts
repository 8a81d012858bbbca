import { codeOfItem, discardDraft } from "../cases";
import { account } from "../accounts";
import { outcome } from "../api";
import { expect, test } from "../fixtures";
import { signIn } from "../pages/sign-in";

const company = { uscc: "91440104DEM000022Q", name: "广州市越秀区榕荫茶业有限公司" };
const item = "食品经营许可（新办）";

test("a representative binds a company, invites an agent for one item, and ends it; the agent's next click falls back", async ({ anyone }) => {
  test.setTimeout(150_000);
  const agent = account("organisation-agent");
  const { page } = await anyone();
  const { page: theirs, api } = await anyone();

  await test.step("the register names the representative", async () => {
    await page.goto("/sign-in?next=/me/organisations/bind");
    await signIn(page, "legal-representative");
    await expect(page.getByRole("main")).toContainText("演示用的法人库");
    await page.getByLabel("统一社会信用代码").fill("91440104DEM000030K");
    await page.getByRole("button", { name: "核对并绑定" }).click();
    await expect(page.getByRole("alert").first()).toContainText("已经注销");
    await page.getByLabel("统一社会信用代码").fill(company.uscc);
    await page.getByRole("button", { name: "核对并绑定" }).click();
    await expect(page.getByRole("heading", { level: 1, name: company.name })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("存续");
  });

  await test.step("and invites an agent for one item", async () => {
    await page.getByRole("link", { name: "邀请经办人" }).click();
    await page.getByRole("searchbox", { name: "事项名称" }).fill(item);
    await page.getByRole("main").getByRole("button", { name: "搜索" }).click();
    await page.getByRole("link", { name: `选择 ${item}` }).first().click();
    await page.getByRole("link", { name: "只办这些" }).click();
    await page.getByRole("textbox", { name: "姓名" }).fill(agent.name);
    await page.getByRole("textbox", { name: "手机号" }).fill(agent.signInId);
    await page.getByRole("button", { name: "发出邀请" }).click();
    await expect(page.getByRole("main")).toContainText("邀请已经发出");
  });

  await test.step("who accepts, sees for whom they act, and starts that item and not another", async () => {
    await theirs.goto("/sign-in?next=/me/delegations");
    await signIn(theirs, "organisation-agent");
    await theirs.getByRole("button", { name: `接受“${company.name}”的邀请`, exact: true }).click();
    await expect(theirs.getByRole("main")).toContainText("已经接受");
    await theirs.getByRole("button", { name: `代表“${company.name}”办理` }).click();
    await expect(theirs.getByText(`您正在代表“${company.name}”办理`)).toBeVisible();
    await discardDraft(api, "foodBusiness");
    await api.mutate("applications.start", { itemCode: await codeOfItem(api, "foodBusiness") });
    const { rows } = await api.query<{ rows: { code: string; name: string }[] }>("items.search", { query: "食品经营许可", audience: "2" });
    const other = rows.find(({ name }) => name !== item);
    expect(other).toBeDefined();
    expect(await outcome(await api.post("applications.start", { itemCode: other?.code }))).toMatchObject({ refusal: { status: 403, code: "delegations.outOfScope" } });
  });

  await test.step("until the representative ends it: the next click is one's own again, and says so", async () => {
    await page.reload();
    await page.getByRole("button", { name: `停止“${agent.name}”的授权` }).click();
    await expect(page.getByRole("main")).toContainText("已经停止");
    await theirs.goto("/me");
    await expect(theirs.getByText("您代为办理的授权已经结束")).toBeVisible();
    await expect(theirs.getByRole("button", { name: `代表“${company.name}”办理` })).toHaveCount(0);
  });
});
