import type { Page } from "@playwright/test";
import { sampleAnswers } from "../../db/seed/forms/samples";
import { compileForm } from "../../domain/forms/rules/compile";
import type { Answers, FormDefinition } from "../../domain/forms/schema";
import type { Api } from "../api";
import { discardDraft, signed, startDraft, type ItemKey } from "../cases";
import { expect, test } from "../fixtures";
import { Application } from "../pages/application";
import { pdf } from "../papers";

type Draft = { definition: FormDefinition; answers: Answers; context: Parameters<ReturnType<typeof compileForm>["visible"]>[1] };

/** A draft with every question answered and no paper uploaded. */
async function answered(api: Api, key: ItemKey, answers: Answers): Promise<string> {
  await discardDraft(api, key);
  const id = await startDraft(api, key);
  const filled = new Set<string>();
  for (;;) {
    const { definition, answers: known, context } = await api.query<Draft>("applications.draft", { id });
    const form = compileForm(definition);
    const next = form.visible(known, context).sections.find(({ section, fields }) => !filled.has(section.id) && fields.some(({ type }) => type !== "file"));
    if (!next) return id;
    filled.add(next.section.id);
    await api.mutate("applications.save", { id, section: next.section.id, raw: form.toRaw(next.section.id, { ...signed(answers, context), ...known }) });
  }
}

test("a paper ticked at its upload is kept once it is filed, and serves the next application, then without script", async ({ as }) => {
  test.setTimeout(150_000);
  const [{ page, api }, { page: plain }] = [await as("delegate"), await as("delegate", { javaScriptEnabled: false })];
  const apply = new Application(page);
  const card = (on: Page, name: string) => on.locator("section").filter({ has: on.getByRole("heading", { level: 2, name, exact: true }) });
  const paper = pdf(`身份证-${Date.now()}.pdf`);
  const title = paper.name.replace(".pdf", "");

  // The same bytes are kept once: what a broken-off run left would stand in the way.
  for (const { id } of await api.query<{ id: string }[]>("applications.listMaterials")) await api.mutate("applications.removeMaterial", { id });

  await test.step("nothing is ticked beforehand; what is ticked says so, and a draft keeps nothing", async () => {
    const id = await answered(api, "elderAllowance", sampleAnswers["elder-allowance"] ?? {});
    await page.goto(`/apply/${id}/materials`);
    const tick = card(page, "居民身份证").getByRole("checkbox", { name: /以后办事时再用/ });
    await expect(tick).not.toBeChecked();
    await tick.check();
    await apply.upload("居民身份证", paper);
    await expect(card(page, "居民身份证")).toContainText("提交后放进“我的材料”");
    for (const other of ["申请人户口簿", "代理人身份证和关系证明"]) await apply.upload(other, pdf(`${other}.pdf`));
    await expect(card(page, "申请人户口簿")).not.toContainText("提交后放进“我的材料”");
    await page.goto("/me/materials");
    await expect(page.getByRole("main")).not.toContainText(title);
    await page.goto(`/apply/${id}/check`);
    await apply.declareAndSubmit();
    await apply.receipt();
  });

  await test.step("filed, it stands among one's papers; those that were not ticked do not", async () => {
    await expect(async () => {
      await page.goto("/me/materials");
      await expect(page.getByRole("main")).toContainText(title, { timeout: 1000 });
    }).toPass({ timeout: 30_000 });
    await expect(page.getByRole("main")).not.toContainText("代理人身份证和关系证明");
  });

  await test.step("the next application, of another item, offers it and takes it without an upload", async () => {
    const id = await answered(api, "residencePermit", sampleAnswers["residence-permit"] ?? {});
    await plain.goto(`/apply/${id}/materials`);
    await card(plain, "居民身份证").getByRole("button", { name: /^用这一份/ }).first().click();
    await expect(plain.getByText("已放入以前传过的材料。")).toBeVisible();
    await expect(card(plain, "居民身份证").getByRole("link", { name: title }).first()).toBeVisible();
    await discardDraft(api, "residencePermit");
  });

  await test.step("taken out, it is there no more; the case that holds it is named", async () => {
    await plain.goto("/me/materials");
    const one = plain.getByRole("main").locator("li[id^=paper-]").filter({ hasText: title });
    await one.getByText("删除这份材料").click();
    await one.getByRole("button", { name: `删除 ${title}` }).click();
    await expect(plain.getByRole("main")).toContainText("已从“我的材料”里删除。它还在 1 件申请里");
    await expect(plain.getByRole("main")).not.toContainText(title);
  });
});
