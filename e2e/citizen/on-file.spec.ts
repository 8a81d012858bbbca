import { compileForm } from "../../domain/forms/rules/compile";
import type { Answers, FormDefinition } from "../../domain/forms/schema";
import { expect, test } from "../fixtures";
import { Application } from "../pages/application";
import { DeskCase } from "../pages/desk";
import { pdf } from "../papers";

const item = "居住证签注";
type Draft = { definition: FormDefinition; answers: Answers };

test("a residence permit on file stands in place of its paper, up to the desk", async ({ as }) => {
  const { page, api } = await as("citizen-l4");
  const apply = new Application(page);
  const { rows } = await api.query<{ rows: { code: string; name: string }[] }>("items.search", { query: item });
  const { id } = await api.mutate<{ id: string }>("applications.start", { itemCode: rows.find(({ name }) => name === item)?.code });
  const { definition, answers } = await api.query<Draft>("applications.draft", { id });
  const raw = compileForm(definition).toRaw("applicant", { ...answers, applicantAddress: { division: "440104", detail: "流花路 88 号" } });
  await api.mutate("applications.save", { id, section: "applicant", raw });

  await test.step("the permit is offered, used with consent, taken back and used again, without an upload", async () => {
    await page.goto(`/apply/${id}/materials`);
    const card = page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: "居住证", exact: true }) });
    await expect(card).toContainText("您已有电子证照，这项材料可以免交");
    await card.getByRole("button", { name: /^用这份证照/ }).first().click();
    await expect(page.getByText("已用电子证照代替这项材料，不用再上传。")).toBeVisible();
    await card.getByRole("button", { name: /^不用这份证照/ }).first().click();
    await expect(page.getByText("已不再使用这份证照，授权也已收回。")).toBeVisible();
    await card.getByRole("button", { name: /^用这份证照/ }).first().click();
    await expect(card.getByRole("link", { name: "居住证" })).toBeVisible();
    await apply.upload("居住地住址、就业或就读证明", pdf());
  });

  const { number } = await test.step("the case is filed", async () => {
    await page.goto(`/apply/${id}/check`);
    await apply.declareAndSubmit();
    return apply.receipt();
  });

  await test.step("the clerk reads trust A, state and signature, and opens a marked copy", async () => {
    const desk = new DeskCase((await as("clerk-440104")).page);
    await desk.take(number);
    const main = desk.page.getByRole("main");
    await expect(main).toContainText("签名完好");
    await expect(main).toContainText(/1\.2\.156\.3005\.2\./);
    const copy = desk.page.locator('[data-key="certificate-copy"]').first();
    const opened = await desk.page.request.get((await copy.getAttribute("href")) ?? "");
    expect([opened.status(), opened.headers()["content-type"]]).toEqual([200, "application/pdf"]);
    await desk.act("受理", "受理", "已受理");
  });
});
