import { expect, type Page } from "@playwright/test";

/** The page of a case at the desk. */
export class DeskCase {
  constructor(readonly page: Page) {}

  /** Finds the case in one's queue and takes it. */
  async take(number: string): Promise<void> {
    await this.page.goto("/desk");
    await this.page.getByLabel("办件编号或申请人全名").fill(number);
    await this.page.getByRole("main").getByRole("button", { name: "查找" }).click();
    await this.page.locator(`a[href$="/desk/applications/${number.replaceAll("-", "")}"]`).click();
    await expect(this.page).toHaveURL(/\/desk\/applications\//);
    const claim = this.page.getByRole("button", { name: "领取", exact: true });
    const mine = this.page.getByText("这个办件由您办理");
    await expect(claim.or(mine)).toBeVisible();
    if (await claim.isVisible()) await claim.click();
    await expect(mine).toBeVisible();
  }

  /** Unfolds an act, fills it and carries it out. */
  async act(title: string, button: string, done: string, fill: (page: Page) => Promise<void> = async () => {}): Promise<void> {
    const form = this.page.locator("details").filter({ has: this.page.getByRole("button", { name: button, exact: true, includeHidden: true }) });
    if (!(await form.evaluate((element) => (element as HTMLDetailsElement).open))) await form.locator("summary").filter({ hasText: title }).click();
    await fill(this.page);
    await form.getByRole("button", { name: button, exact: true }).click();
    await expect(this.page.getByRole("main").getByText(done).first()).toBeVisible();
  }
}
