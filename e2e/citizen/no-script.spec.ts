import { discardDraft, codeOfItem } from "../cases";
import { disguised, pdf } from "../papers";
import { expect, test } from "../fixtures";
import { Application } from "../pages/application";
import { fillResidencePermit } from "../pages/residence-permit";

const plain = { javaScriptEnabled: false };

test("without script: search, apply with uploads, submit twice, follow, verify", async ({ as, anyone }) => {
  test.setTimeout(150_000);
  const { page, api } = await as("citizen-l2", plain);
  await discardDraft(api, "residencePermit");
  const apply = new Application(page, false);

  await page.goto("/");
  await page.getByRole("search").first().getByRole("searchbox").fill("juzhuzheng");
  await page.getByRole("search").first().getByRole("button", { name: "搜索" }).click();
  await page.getByRole("main").getByRole("link", { name: "居住证申领", exact: true }).click();
  await apply.begin();
  await fillResidencePermit(apply);

  // Pressed twice: two posts of one page, as an impatient finger sends them.
  const id = /apply\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
  const twin = await page.context().newPage();
  await twin.goto(page.url());
  const key = await page.locator("input[name=idempotencyKey]").inputValue();
  await twin.getByRole("checkbox", { name: "我已核对，并同意以上声明" }).check();
  await apply.declareAndSubmit();
  const { number, queryCode } = await apply.receipt();
  await page.goBack();
  await twin.getByRole("button", { name: "确认并提交申请" }).click();
  await expect(twin).toHaveURL(new RegExp(`/apply/${id}/done$`));
  expect(key).not.toBe("");
  const { rows } = await api.query<{ rows: { number: string }[] }>("applications.listOwn", { state: "open" });
  expect(rows.filter((row) => row.number === number.replaceAll("-", ""))).toHaveLength(1);
  const own = await api.query<{ events: { action: string }[] }>("applications.get", { number });
  expect(own.events.map(({ action }) => action)).toEqual(["submit"]);

  const stranger = (await anyone(plain)).page;
  await stranger.goto("/progress");
  await stranger.getByLabel("办件编号").fill(number);
  await stranger.getByLabel("查询码").fill(queryCode);
  await stranger.getByRole("main").getByRole("button", { name: "查询" }).click();
  await expect(stranger.getByRole("main")).toContainText("窗口正在核对您的申请");
  await stranger.goto("/verify");
  await stranger.getByLabel("证照标识").fill("1.2.156.3005.2.x");
  await stranger.getByRole("main").getByRole("button", { name: "核验", exact: true }).click();
  await expect(stranger.getByRole("main")).toContainText("这不是完整的证照标识");
});

test("without script: what is wrong is told with everything typed kept", async ({ as }) => {
  const { page, api } = await as("citizen-l4", plain);
  await discardDraft(api, "elderAllowance");
  const apply = new Application(page, false);
  await page.goto(`/items/${await codeOfItem(api, "elderAllowance")}`);
  await apply.begin();

  await test.step("a choice not made", async () => {
    await apply.next();
    // Without script a page keeps its name; what is wrong stands before everything else.
    await expect(page.locator("div:has(> [role=alert]) ~ * h1")).toBeVisible();
    await expect(page.getByRole("alert")).toContainText("请先改正下面 1 处");
    await expect(page.getByRole("alert").getByRole("link")).toHaveAttribute("href", "#field-filedBy");
    await apply.choose("老人本人");
    await apply.next();
  });

  await test.step("an ID number with a slip, everything else kept", async () => {
    await page.getByLabel("姓名").fill("张 伟明");
    await page.getByLabel("公民身份号码").fill("440199198509090211");
    await apply.next();
    await expect(page.getByRole("alert")).toContainText("可能输错了一位");
    await expect(page.getByLabel("公民身份号码")).toHaveValue("440199198509090211");
    await expect(page.getByLabel("姓名")).toHaveValue("张 伟明");
    await expect(page.getByLabel("公民身份号码")).toHaveAttribute("aria-invalid", "true");
    await page.getByLabel("公民身份号码").fill("４４０１９９１９８５０９０９０２１ｘ");
    await apply.next();
    await apply.at("户口和现在的住处在哪里？");
  });

  await test.step("a file that is not what it says", async () => {
    await page.goto(page.url().replace("household", "materials"));
    const card = page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: "居民身份证" }) });
    await card.locator("input[type=file]").setInputFiles(disguised);
    await card.getByRole("button", { name: "上传" }).click();
    await expect(page.getByRole("alert")).toContainText("只能上传 PDF、JPG、PNG 或 HEIC 文件");
    await apply.upload("居民身份证", pdf("身份证.pdf"));
    await page.getByRole("button", { name: /^删除/ }).click();
    await expect(page.getByRole("main")).toContainText("文件已删除");
  });
});

test("without script: a life event, from its guide over its questions to its parts", async ({ as }) => {
  const { page } = await as("citizen-l4", plain);
  const apply = new Application(page, false);
  await page.goto("/life-events/new-baby");
  await page.getByRole("main").getByRole("button", { name: "开始办理" }).click();
  const [, id] = /life-events\/([0-9a-f-]{36})/.exec(page.url()) ?? [];
  await page.goto(`/me/life-events/${id}/start`);
  await apply.at("孩子要参加社会保险吗？");
  await apply.next();
  await expect(page.getByRole("alert")).toContainText("请先改正下面 1 处");
  await apply.choose("是");
  await apply.next();
  await apply.next();
  await expect(page).toHaveURL(new RegExp(`/me/life-events/${id}$`));
  await expect(page.getByRole("main").getByRole("link", { name: /社会保险登记/ })).toBeVisible();
});
