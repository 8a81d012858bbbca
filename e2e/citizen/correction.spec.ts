import { discardDraft, fileCase } from "../cases";
import { expect, test } from "../fixtures";
import { Application } from "../pages/application";

test("a correction opens what the desk listed, shows the rest as it was filed, and goes back to the desk", async ({ as, deskOf }) => {
  const { page, api } = await as("citizen-l2");
  await discardDraft(api, "residencePermit");
  const { id, number } = await fileCase(api, "residencePermit");
  const { clerk } = await deskOf("440104");
  await clerk.mutate("applications.requestCorrection", { id, version: 1, items: [{ fieldId: "applicantPhone", reason: "请填写办公电话以外的手机号码" }] });
  const apply = new Application(page);
  await page.goto(`/me/applications/${number.replaceAll("-", "")}`);
  await page.getByRole("link", { name: "去补正" }).click();
  await apply.at("补正申请");
  await page.getByRole("link", { name: "继续", exact: true }).click();
  await apply.at("怎样联系您？");
  const questions = page.getByRole("main").getByRole("textbox");
  await expect(questions).toHaveCount(1);
  await questions.fill("13900139000");
  await apply.next();
  await apply.at("请核对后提交");
  await expect(page.getByRole("link", { name: /^修改/ })).toHaveCount(1);
  await page.goto(`/apply/${id}/applicant`);
  await apply.at("补正申请");
  await page.goto(`/apply/${id}/check`);
  await apply.declareAndSubmit("确认并重新提交");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("补正已经提交");
});
