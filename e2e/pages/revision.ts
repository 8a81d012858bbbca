import { expect, type Page } from "@playwright/test";

/** A draft of an item between its editor and its publisher. */
export class Revision {
  constructor(readonly page: Page) {}

  get main() {
    return this.page.getByRole("main");
  }

  /** Opens a new edition from the page of an item, where none is open. */
  async open(): Promise<void> {
    const open = this.page.getByRole("button", { name: "打开新版本修改" });
    const name = this.page.getByRole("textbox", { name: "事项名称" });
    await expect(open.or(name)).toBeVisible();
    if (await open.isVisible()) await open.click();
    await expect(name).toBeVisible();
  }

  async save(): Promise<void> {
    await this.page.getByRole("button", { name: "保存修改" }).click();
    await expect(this.main).toContainText("已保存。公众页面还没有变化");
  }

  /** From the guide to the check: a reason for every warning, a word to the publisher, and on. */
  async handOver(word: string): Promise<void> {
    await this.page.getByRole("navigation", { name: "事项编制" }).getByRole("link", { name: "核对与发布" }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: "核对与发布" })).toBeVisible();
    const reasons = this.page.getByRole("textbox", { name: /为什么可以保留/ });
    const same = this.page.getByRole("textbox", { name: "其余提醒的共同说明" });
    if (await same.isVisible()) await same.fill("按现行规定，暂无更好的写法。");
    else if ((await reasons.count()) > 0) await reasons.first().fill("按现行规定，暂无更好的写法。");
    await this.page.getByRole("textbox", { name: "给发布人的话" }).fill(word);
    await this.page.getByRole("button", { name: "送审", exact: true }).click();
    await expect(this.main).toContainText("已送审，等发布人审核。");
  }

  /** The publisher finds what was handed over and makes it public. */
  async publish(address: string): Promise<void> {
    await this.page.goto(`${(address.split("?")[0] ?? "").replace(/\/review$/, "")}/review`);
    await this.page.getByRole("button", { name: "现在发布" }).click();
    await expect(this.main).toContainText("已发布，公众页面已经更新。");
  }
}
