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

test("the help shows its pictures as this reader sees the pages: in their language, in their mode, each with words for who does not see it", async ({ anyone, baseURL }) => {
  const { page, context } = await anyone({ javaScriptEnabled: false });
  for (const [language, prefix] of [["zh-CN", ""], ["en", "/en"]] as const) {
    for (const mode of ["standard", "elder"] as const) {
      await context.addCookies([{ name: "ui-mode", value: mode, url: baseURL ?? "" }]);
      await page.goto(`${prefix}/help/apply`);
      const shown = await page.getByRole("main").locator("img").evaluateAll((images) => images.map((image) => ({ src: image.getAttribute("src") ?? "", alt: image.getAttribute("alt") ?? "" })));
      expect(shown.map(({ src }) => src)).toEqual(Array.from({ length: 6 }, (_, at) => `/pictures/${language}/${mode}/apply/${at + 1}.webp`));
      for (const { alt } of shown) expect(alt.length).toBeGreaterThan(10);
      expect((await page.request.get(shown[0]?.src ?? "")).headers()["content-type"]).toBe("image/webp");
    }
  }
});
