import { compileForm } from "../../domain/forms/rules/compile";
import type { Answers, FormDefinition } from "../../domain/forms/schema";
import type { Page } from "@playwright/test";
import type { Api } from "../api";
import { expect, test } from "../fixtures";
import { Application } from "../pages/application";
import { pdf } from "../papers";

const item = "居住证签注";
const proof = "居住地住址、就业或就读证明";
// A person reads what a script does not: ten seconds are counted for each press beside what the portal makes one wait.
const most = { interactions: 12, milliseconds: 3 * 60_000 };
const reading = 10_000;

type Draft = { definition: FormDefinition; answers: Answers; offers: { fieldId: string; usable: { id: string }[] }[]; files: { id: string }[]; errors: { fieldId: string }[] };

/** Counts what a person does: each press, each field typed into, each box ticked. */
class Counted {
  interactions = 0;
  constructor(private readonly page: Page) {}

  async press(role: "button" | "link" | "checkbox", name: string | RegExp): Promise<void> {
    this.interactions += 1;
    await this.page.getByRole("main").getByRole(role, { name }).first().click();
  }
}

/** Last year's: filed with the permit on file and a paper uploaded, which the citizen keeps. */
async function fileLastYears(api: Api, itemCode: string): Promise<void> {
  const { id } = await api.mutate<{ id: string }>("applications.start", { itemCode });
  const draft = await api.query<Draft>("applications.draft", { id });
  const raw = compileForm(draft.definition).toRaw("applicant", { applicantAddress: { division: "440104", detail: "流花路 88 号" }, ...draft.answers });
  await api.mutate("applications.save", { id, section: "applicant", raw });
  for (const { fieldId, usable: [permit] } of draft.offers) if (permit) await api.mutate("applications.attachCertificate", { id, fieldId, certificateId: permit.id, consent: true });
  const { errors } = await api.query<Draft>("applications.draft", { id });
  for (const { fieldId } of errors) {
    const sent = await api.request.post("/api/files", { headers: { accept: "application/json" }, multipart: { application: id, field: fieldId, returnTo: "/me", file: pdf() } });
    expect(sent.ok()).toBe(true);
  }
  await api.mutate("applications.submit", { id, declared: true });
  const { files } = await api.query<Draft>("applications.draft", { id });
  await api.mutate("applications.keepMaterials", { id, fileIds: files.map((file) => file.id), consent: true });
}

test("with what is on file a renewal takes at most twelve interactions and three minutes, and nothing is typed", async ({ as }) => {
  const { page, api } = await as("citizen-l4");
  const { rows } = await api.query<{ rows: { code: string; name: string }[] }>("items.search", { query: item });
  const code = rows.find(({ name }) => name === item)?.code ?? "";
  await fileLastYears(api, code);

  await page.goto(`/items/${code}`);
  const person = new Counted(page);
  const began = Date.now();
  await person.press("link", "开始申请");
  await person.press("button", "开始填写");
  await expect(page.getByRole("main")).toContainText(/来自您的账户|来自您 \d{4}年\d{1,2}月\d{1,2}日 提交的申请/);
  await person.press("button", /^继续$/);
  await person.press("button", /^用这份证照/);
  await expect(page.getByText("已用电子证照代替这项材料，不用再上传。")).toBeVisible();
  const paper = page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: proof, exact: true }) });
  // One question on a screen, where the citizen likes it so.
  if (!(await paper.isVisible())) await person.press("button", /^继续$/);
  await expect(paper).toContainText("用以前传过的");
  await person.press("button", /^用这一份/);
  await expect(page.getByText("已放入以前传过的材料。")).toBeVisible();
  while (!page.url().includes("/check")) {
    const from = page.url();
    await person.press("button", /^继续$/);
    await page.waitForURL((url) => url.href !== from);
  }
  await person.press("checkbox", "我已核对，并同意以上声明");
  await person.press("button", "确认并提交申请");
  await new Application(page).receipt();
  expect(person.interactions).toBeLessThanOrEqual(most.interactions);
  expect(Date.now() - began + person.interactions * reading).toBeLessThanOrEqual(most.milliseconds);

  await page.goto("/me/materials");
  await expect(page.getByRole("main")).toContainText("居住地住址、就业或就读证明");
});
