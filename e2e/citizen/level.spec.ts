import demoRegister from "../../db/seed/demo-register.json" with { type: "json" };
import { expect, test } from "../fixtures";
import { Application } from "../pages/application";
import { fillResidencePermit } from "../pages/residence-permit";
import { signIn } from "../pages/sign-in";

const registered = (phone: string) => demoRegister.find((person) => person.phone === phone) ?? { name: "", citizenId: "" };

test("somebody known by their phone alone drafts, proves who they are on the way to filing, and files", async ({ anyone }) => {
  test.setTimeout(180_000);
  const { page } = await anyone();
  const person = registered("19900000001");
  await signIn(page, "citizen-l0");
  await expect(page).toHaveURL(/\/me$/);
  await page.goto("/items?q=居住证申领");
  await page.getByRole("main").getByRole("link", { name: /居住证申领/ }).first().click();
  const apply = new Application(page);
  await apply.begin();
  await fillResidencePermit(apply, { citizenId: person.citizenId, sex: "男", birthOn: "1999-5-20" });
  const check = new URL(page.url()).pathname;
  await expect(page.getByRole("button", { name: "确认并提交申请" })).toHaveCount(0);
  await page.getByRole("link", { name: "提高实名等级" }).click();

  await apply.at("用哪种方式核验？");
  await page.getByRole("link", { name: /^姓名和身份证号码/ }).click();
  await page.getByLabel("姓名", { exact: true }).fill("林大满");
  await page.getByLabel("身份证号码").fill(person.citizenId);
  await page.getByRole("button", { name: "核对" }).click();
  await expect(page.getByText("信息没有对上")).toBeVisible();
  await expect(page.getByLabel("身份证号码")).toHaveValue(person.citizenId);
  await page.getByLabel("姓名", { exact: true }).fill(person.name);
  await page.getByRole("button", { name: "核对" }).click();

  await expect(page).toHaveURL(new RegExp(`${check}$`));
  await apply.declareAndSubmit();
  const { number } = await apply.receipt();
  await page.goto(`/me/applications/${number}`);
  await expect(page.getByRole("main")).toContainText(person.name);

  // And on to L3, with the face by choice and with its own consent.
  await page.goto(`/me/security/level?to=L3&next=${encodeURIComponent("/me/applications")}`);
  await expect(page.getByRole("link", { name: /国家网络身份认证/ })).toBeVisible();
  await page.getByRole("link", { name: /人脸核验/ }).click();
  await page.getByRole("button", { name: "开始人脸核验" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("先勾选同意");
  await page.getByRole("checkbox", { name: /我同意/ }).check();
  await page.getByRole("button", { name: "开始人脸核验" }).click();
  await page.getByRole("link", { name: "打开核验页面" }).click();
  await apply.at("演示：代替另一个系统");
  await page.getByRole("link", { name: "当作已经完成，回到门户" }).click();
  await page.getByRole("button", { name: "我已完成" }).click();
  await expect(page).toHaveURL(/\/me\/applications$/);
  await page.goto("/me/security/level?to=L3");
  await apply.at("您的实名等级是 L3");
});

test("a page that asks for more than one has leads to the step-up, and one way is always without a face", async ({ anyone }) => {
  const { page } = await anyone();
  await signIn(page, "citizen-l1");
  await expect(page).toHaveURL(/\/me$/);
  await page.goto("/me/certificates");
  await expect(page).toHaveURL(/\/me\/security\/level\?to=L2&next=%2Fme%2Fcertificates$/);
  await expect(page.getByRole("link", { name: /到窗口核验/ })).toBeVisible();
  await page.getByRole("link", { name: /姓名、身份证号码和手机号/ }).click();
  await page.getByRole("button", { name: "核对" }).click();
  await expect(page).toHaveURL(/\/me\/certificates$/);
});
