import type { Locator, Page } from "@playwright/test";
import { sampleAnswers } from "../../db/seed/forms/samples";
import { discardDraft, fillOut } from "../cases";
import { expect, test } from "../fixtures";
import { brokenFields, brokenWords } from "../pages/probes";

/** The page is English through and through: its language, its words, and where its links lead. */
async function staysEnglish(page: Page): Promise<void> {
  const view = { elder: false, citizen: true };
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  expect([...(await brokenWords(page, view)), ...(await brokenFields(page, view))].join("\n"), page.url()).toBe("");
  // Between two pages there is no title for a moment.
  await expect(page, page.url()).toHaveTitle(/^[\p{Script=Latin}\p{N}\p{P}\p{Zs}]+$/u);
}

/** A guide whose texts all have English says in Chinese only what offices and certificates are called, where the windows are, the law, and where the text comes from. */
async function tellsAllInEnglish(main: Locator): Promise<void> {
  const names = main.locator("header [lang=zh-CN], #legal [lang=zh-CN], #facts [lang=zh-CN], #windows [lang=zh-CN], #sources [lang=zh-CN], #materials .text-success [lang=zh-CN]");
  await expect(main.locator("#legal")).toBeVisible();
  await expect(main.getByText("exist in Chinese only")).toHaveCount(0);
  expect((await main.locator("[lang=zh-CN]").allInnerTexts()).toSorted()).toEqual((await names.allInnerTexts()).toSorted());
}

test("a newcomer finds, files, follows and shares an application without ever leaving English", async ({ as, anyone }) => {
  test.setTimeout(150_000);
  const { page, api } = await as("citizen-l2");
  const main = page.getByRole("main");
  await discardDraft(api, "residencePermit");

  await test.step("finds the service by English words and reads its guide", async () => {
    await page.goto("/en");
    await staysEnglish(page);
    await main.getByRole("search").getByLabel("Search services").fill("residence permit");
    await main.getByRole("search").getByRole("button", { name: "Search" }).click();
    await staysEnglish(page);
    await main.getByRole("link", { name: /residence permit/i }).first().click();
    await staysEnglish(page);
    await tellsAllInEnglish(main);
    await main.getByRole("link", { name: "Start the application" }).first().click();
    await staysEnglish(page);
    await main.getByRole("button", { name: /start/i }).click();
    await expect(page).toHaveURL(/\/en\/apply\//);
  });
  const [, id = ""] = /\/apply\/([0-9a-f-]{36})/.exec(page.url()) ?? [];

  await test.step("what is wrong is told in English, with what was typed kept", async () => {
    await page.goto(`/en/apply/${id}/contact`);
    await page.getByLabel("E-mail address").fill("no address");
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await expect(main.getByRole("alert")).toBeVisible();
    await expect(page).toHaveTitle(/^Error: /);
    await expect(page.getByLabel("E-mail address")).toHaveValue("no address");
    await staysEnglish(page);
  });

  // Every page by itself in English is looked at in a11y.spec.ts; here one leads to the next.
  await test.step("the last pages of the form, the check, the receipt", async () => {
    await fillOut(api, id, sampleAnswers["residence-permit"] ?? {});
    await page.goto(`/en/apply/${id}/family`);
    for (const next of ["materials", "check"]) {
      await staysEnglish(page);
      await page.getByRole("button", { name: "Continue", exact: true }).click();
      await expect(page).toHaveURL(new RegExp(`/en/apply/[^/]+/${next}$`));
    }
    await staysEnglish(page);
    await main.getByRole("checkbox").check();
    await main.getByRole("button", { name: "Confirm and submit" }).click();
    await expect(page).toHaveURL(/\/en\/apply\/[^/]+\/done$/);
    await staysEnglish(page);
  });

  await test.step("follows it, shares it, reads what was written about it", async () => {
    await main.getByRole("link", { name: /progress|track|follow/i }).first().click();
    await expect(page).toHaveURL(/\/en\/me\/applications\//);
    await staysEnglish(page);
    await page.goto(`${page.url()}/share`);
    await main.getByRole("button").last().click();
    const address = await main.getByRole("link", { name: /\/progress\/shared\// }).innerText();
    const { page: family } = await anyone();
    await family.goto(address);
    await staysEnglish(family);
    await page.goto("/en/me/messages");
    await staysEnglish(page);
  });
});
