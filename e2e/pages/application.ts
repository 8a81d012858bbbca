import { expect, type Locator, type Page } from "@playwright/test";
import type { pdf } from "../papers";

type Paper = ReturnType<typeof pdf>;

/** The application flow, one question or tight group on a page. `scripted` is false where the browser runs no script. */
export class Application {
  constructor(readonly page: Page, private readonly scripted = true) {}

  /** From the guide of an item to the first question. */
  async begin(): Promise<void> {
    await this.page.getByRole("main").getByRole("link", { name: "开始申请" }).first().click();
    await this.page.getByRole("button", { name: "开始填写" }).click();
  }

  async at(question: string): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: question })).toBeVisible();
  }

  async next(): Promise<void> {
    await this.page.getByRole("button", { name: "继续", exact: true }).click();
  }

  async choose(answer: string): Promise<void> {
    await this.page.getByRole("radio", { name: answer, exact: true }).check();
  }

  async day(question: string, day: string, within: Locator = this.page.getByRole("main")): Promise<void> {
    const group = within.getByRole("group", { name: question });
    const [year = "", month = "", date = ""] = day.split("-");
    await group.getByLabel("年", { exact: true }).fill(year);
    await group.getByLabel("月", { exact: true }).fill(month);
    await group.getByLabel("日", { exact: true }).fill(date);
  }

  /** Province, city and county, and the address within. Without script each list is asked for by a button. */
  async address(question: string, places: readonly [string, string, string], detail: string): Promise<void> {
    const group = this.page.getByRole("group", { name: question });
    for (const [label, place] of [["省、自治区、直辖市", places[0]], ["市", places[1]], ["区、县", places[2]]] as const) {
      await group.getByLabel(label, { exact: true }).selectOption(place);
      if (!this.scripted && label !== "区、县") await group.getByRole("button", { name: "列出下一级地区" }).click();
    }
    await group.getByLabel("街道、门牌号等详细地址").fill(detail);
  }

  async upload(material: string, ...papers: Paper[]): Promise<void> {
    const card = this.page.locator("section").filter({ has: this.page.getByRole("heading", { level: 2, name: material, exact: true }) });
    await card.locator("input[type=file]").setInputFiles(papers);
    if (!this.scripted) await card.getByRole("button", { name: "上传" }).click();
    for (const { name } of papers) await expect(card.getByRole("link", { name: name.replace(/\.\w+$/, "") })).toBeVisible();
  }

  async declareAndSubmit(button = "确认并提交申请"): Promise<void> {
    await this.page.getByRole("checkbox", { name: "我已核对，并同意以上声明" }).check();
    await this.page.getByRole("button", { name: button }).click();
  }

  /** The number and the query code on the receipt. */
  async receipt(): Promise<{ number: string; queryCode: string }> {
    await expect(this.page).toHaveURL(/\/done$/);
    await this.at("申请已经提交");
    const text = await this.page.getByRole("main").innerText();
    const [, number = ""] = /(\d{6}-\d{8}-\d{6}-[0-9A-Z])/.exec(text) ?? [];
    const [, queryCode = ""] = /查询码：\s*(\d{6})/.exec(text) ?? [];
    expect(number).not.toBe("");
    expect(queryCode).not.toBe("");
    return { number, queryCode };
  }
}
