import { expect, type Locator, type Page } from "@playwright/test";

/** Someone without a mouse: Tab, Enter, Space and letters only. Every stop must show where the focus is. */
export class Keyboard {
  constructor(readonly page: Page) {}

  /** Tabs on until the control has the focus. */
  async to(control: Locator): Promise<void> {
    const [wanted] = [control.first()];
    await expect(wanted).toBeVisible();
    // Found once: to look for it by its name after every press takes longer than the press.
    let found = await wanted.elementHandle();
    for (let presses = 0; presses < 150; presses += 1) {
      const focus = await found?.evaluate((element) => (element === document.activeElement ? "here" : element.isConnected ? "elsewhere" : "gone"));
      if (focus === "here") return this.#sees();
      // A page that was drawn anew has another in its place.
      if (focus !== "elsewhere") found = await wanted.elementHandle();
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`The keyboard never reaches ${String(control)}`);
  }

  async press(control: Locator, key = "Enter"): Promise<void> {
    await this.to(control);
    await this.page.keyboard.press(key);
  }

  async type(control: Locator, text: string): Promise<void> {
    await this.to(control);
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.type(text);
  }

  /** The focus ring is at least 2 px, and the control under it is within the window and covered by nothing. */
  async #sees(): Promise<void> {
    const focus = await this.page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const styles = [element, element.closest("label")].flatMap((one) => (one ? [getComputedStyle(one)] : []));
      const ring = Math.max(...styles.map(({ outlineStyle, outlineWidth }) => (outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth))));
      const shadow = styles.some(({ boxShadow }) => boxShadow !== "none");
      const box = element.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
      return { ring, shadow, name: element.outerHTML.slice(0, 120), seen: top !== null && (element.contains(top) || top.contains(element) || element.closest("label")?.contains(top) === true) };
    });
    expect(focus.shadow || focus.ring >= 2, `a visible focus on ${focus.name}`).toBe(true);
    expect(focus.seen, `nothing covers ${focus.name}`).toBe(true);
  }
}
