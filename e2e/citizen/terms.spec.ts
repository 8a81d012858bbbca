import type { Page } from "@playwright/test";
import { city } from "../city";
import { expect, test } from "../fixtures";

const words = (page: Page) => page.getByRole("main").locator("a[aria-haspopup=dialog]");

test("a word of the trade explains itself where it stands, by keyboard, and gives the focus back", async ({ anyone }) => {
  const { page } = await anyone();
  await page.goto(`/items/${city().item}`);
  await page.waitForLoadState("networkidle");
  const word = words(page).first();
  const name = await word.innerText();
  await word.focus();
  await page.keyboard.press("Enter");
  const box = page.getByRole("dialog");
  await expect(box).toBeVisible();
  await expect(box.locator("strong")).not.toBeEmpty();
  expect((await box.innerText()).length, `what ${name} means`).toBeGreaterThan(20);
  await expect(box.getByRole("button")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(box).toHaveCount(0);
  await expect(word).toBeFocused();
});

test("without script the word leads to its place in the glossary", async ({ anyone }) => {
  const { page } = await anyone({ javaScriptEnabled: false });
  await page.goto(`/items/${city().item}`);
  const word = words(page).first();
  const [, place = ""] = ((await word.getAttribute("href")) ?? "").split("#");
  await word.click();
  await expect(page).toHaveURL(new RegExp(`/help/terms#${place}$`));
  await expect(page.locator(`[id="${place}"]`)).toBeVisible();
});
