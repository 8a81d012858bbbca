import { expect, test } from "@playwright/test";
import { signedIn, stateOf } from "./accounts";
import { signIn } from "./pages/sign-in";

// Plain forms are quicker, and this proves that nobody needs script to come in.
test.use({ javaScriptEnabled: false });

for (const key of signedIn) {
  test(`${key} signs in`, async ({ page }) => {
    await signIn(page, key);
    await expect(page).not.toHaveURL(/sign-in/);
    await page.context().storageState({ path: stateOf(key) });
  });
}
