import { formatApplicationNumber } from "../../domain/core/codes";
import { fileCase, standing } from "../cases";
import { expect, test } from "../fixtures";

test("a clerk works a case by the keyboard alone; what arrives meanwhile is announced and moves no row", async ({ as }) => {
  const person = await as("organisation-agent");
  const first = await fileCase(person.api, "residencePermit");
  const shown = formatApplicationNumber(first.number);
  const { page, api } = await as("clerk-440104");
  const { keyboard } = page;
  await page.clock.install();
  await page.goto("/desk");
  await keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "键盘快捷键" })).toBeVisible();
  await keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "键盘快捷键" })).toBeHidden();
  await keyboard.press("/");
  await keyboard.type(person.name);
  await keyboard.press("Enter");
  await page.waitForURL(/[?&]query=/);
  await expect(page.getByRole("link", { name: shown })).toBeVisible();

  // Another of their cases arrives while the list is read.
  const numbers = () => page.locator('[data-key="row"]').allInnerTexts();
  const before = await numbers();
  await fileCase(person.api, "elderAllowance");
  await page.clock.fastForward(30_000);
  await expect(page.getByRole("status").filter({ hasText: "个办件变化了" })).toBeVisible();
  expect(await numbers(), "no row moves by itself").toEqual(before);

  const focused = () => page.evaluate(() => document.activeElement?.closest("[data-key=row]")?.textContent ?? "");
  const toRow = async () => {
    for (let row = 0; row <= before.length + 1 && !(await focused()).includes(shown); row += 1) await keyboard.press("j");
    expect(await focused()).toContain(shown);
  };
  await toRow();
  await keyboard.press("Enter");
  await page.waitForURL(/\/desk\/applications\//);
  await expect(page.getByRole("heading", { level: 1, name: "居住证申领" })).toBeVisible();

  // The paper beside the answers: turned and made larger.
  const canvas = page.locator('[data-key="viewer"] canvas').first();
  await expect(canvas).toBeVisible();
  const size = async () => canvas.evaluate((drawn) => ({ width: drawn.clientWidth, height: drawn.clientHeight }));
  const upright = await size();
  await keyboard.press("r");
  await expect.poll(async () => { const { width, height } = await size(); return width > height; }).toBe(upright.width < upright.height);
  await keyboard.press("r");
  await keyboard.press("+");
  await expect.poll(async () => (await size()).width).toBeGreaterThan(upright.width);
  await keyboard.press("v");
  await expect(page.locator('[data-key="viewer"]').first()).toBeFocused();

  // The words of a refusal are kept as they are typed, and wait there after the page was left.
  const refusal = page.locator("#act-refuse");
  const place = (await page.locator('[data-key="act"]').evaluateAll((acts) => acts.findIndex(({ id }) => id === "act-refuse"))) + 1;
  await keyboard.press(String(place));
  await expect(refusal).toHaveAttribute("open", "");
  const reason = refusal.getByRole("textbox").first();
  for (let tab = 0; tab < 12 && !(await reason.evaluate((box) => box === document.activeElement)); tab += 1) await keyboard.press("Tab");
  await keyboard.type("核对后再写");
  await page.clock.fastForward(5_000);
  await expect.poll(async () => JSON.stringify(await api.query("applications.deskDrafts", { number: first.number }))).toContain("核对后再写");

  // A key that is pressed while the script of the page is still on its way does what it says once that has come.
  const { promise: pressed, resolve: comes } = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await pressed;
    await route.continue();
  });
  await page.reload({ waitUntil: "commit" });
  await expect(refusal.getByRole("textbox").first()).toHaveValue("核对后再写");
  await keyboard.press("a");
  await expect(page.locator("#act-accept")).not.toHaveAttribute("open");
  comes();
  await expect(page.locator("#act-accept > summary")).toBeFocused();

  const accept = page.locator("#act-accept").getByRole("button", { name: "受理", exact: true });
  for (let tab = 0; tab < 6 && !(await accept.evaluate((button) => button === document.activeElement)); tab += 1) await keyboard.press("Tab");
  await keyboard.press("Enter");
  await expect.poll(async () => (await standing(api, first.number)).status).toBe("accepted");
});
