import { city } from "../city";
import { expect, test } from "../fixtures";

for (const mode of ["standard", "elder"] as const) {
  test(`status and receipt fit on two sheets of A4, ${mode}`, async ({ as, baseURL }) => {
    const { page, context } = await as("citizen-l4");
    await context.addCookies([{ name: "ui-mode", value: mode, url: baseURL ?? "" }]);
    const { filed } = city();
    for (const path of [`/me/applications/${filed.number}`, `/apply/${filed.id}/done`]) {
      await page.goto(path);
      await page.emulateMedia({ media: "print" });
      await expect(page.getByRole("navigation", { name: "主导航" })).toBeHidden();
      await expect(page.getByRole("main")).toContainText(filed.number.slice(0, 6));
      const sheets = (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b/g) ?? [];
      expect(sheets.length, path).toBeGreaterThan(0);
      expect(sheets.length, path).toBeLessThanOrEqual(2);
    }
  });
}
