import { presetOf } from "../../domain/identity/rules/preferences";
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
