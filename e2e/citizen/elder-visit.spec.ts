import { presetOf } from "../../domain/identity/rules/preferences";
import { neverAsked } from "../database";
import { expect, test } from "../fixtures";
import { signIn } from "../pages/sign-in";

test("senior mode chosen by going to its home follows a signed-in person to the next browser; a prefetch changes nothing", async ({ as, anyone }) => {
  const { page, api } = await as("citizen-l0");
  const remember = (mode: "standard" | "elder") => api.mutate("identity.savePreferences", { mode, preferences: presetOf(mode) });
  const modeElsewhere = async () => {
    const elsewhere = (await anyone()).page;
    await signIn(elsewhere, "citizen-l0");
    await expect(elsewhere).not.toHaveURL(/sign-in/);
    return elsewhere.locator("html").getAttribute("data-mode");
  };
  await remember("standard");
  try {
    await page.request.get("/elder", { headers: { "sec-purpose": "prefetch" } });
    expect(await modeElsewhere()).toBe("standard");
    await page.goto("/elder");
    await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
    expect(await modeElsewhere()).toBe("elder");
  } finally {
    await remember("standard");
  }
});

test("somebody over sixty is offered senior mode once, in the page and without script; a younger person never", async ({ as }) => {
  const plain = { javaScriptEnabled: false };
  const { page, context } = await as("citizen-elder", plain);
  const offer = page.getByRole("complementary", { name: "长辈版" });
  await neverAsked(context);
  try {
    await page.goto("/help");
    await expect(offer).toContainText("您已年满 60 岁，是否换成长辈版？");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await offer.getByRole("button", { name: "不用，谢谢" }).click();
    await expect(page).toHaveURL(/\/help$/);
    await expect(offer).toHaveCount(0);
    for (const path of ["/", "/me", "/items"]) {
      await page.goto(path);
      await expect(offer, path).toHaveCount(0);
    }
    await neverAsked(context);
    await page.goto("/me");
    await offer.getByRole("button", { name: "换成长辈版" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
    await expect(page).toHaveURL(/\/me$/);
    await expect(offer).toHaveCount(0);
  } finally {
    await neverAsked(context);
  }
  const { page: younger } = await as("citizen-l4", plain);
  await younger.goto("/me");
  await expect(younger.getByRole("complementary", { name: "长辈版" })).toHaveCount(0);
});
