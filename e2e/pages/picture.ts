import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Locator, Page } from "@playwright/test";

// A phone held upright, twice as sharp as its points.
const phone = { width: 360, height: 600, deviceScaleFactor: 2, mobile: true };

/**
 * The page as a phone shows it now, for the help: `apply-1` becomes `pictures/apply/1.webp`, with a frame around what is
 * pressed next. Pictures are taken only where `HELP_PICTURES` names a folder (`npm run help:pictures`); a journey that is
 * proved costs nothing for them.
 */
export async function picture(page: Page, name: `${string}-${number}`, press?: Locator): Promise<void> {
  const folder = process.env["HELP_PICTURES"];
  if (!folder) return;
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setDeviceMetricsOverride", phone);
  const heading = page.getByRole("heading", { level: 1 }).first();
  await (press ?? heading).evaluate((element, framed) => {
    if (framed) Object.assign((element as HTMLElement).style, { outline: "4px solid #d4380d", outlineOffset: "4px", borderRadius: "4px" });
    const top = element.getBoundingClientRect().top + window.scrollY;
    // What is pressed stands in the lower half, with what it belongs to above it; a page without it begins at its heading.
    window.scrollTo({ top: top - (framed ? window.innerHeight * 0.6 : 4), behavior: "instant" });
  }, press !== undefined);
  await page.waitForTimeout(300);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 60 });
  const [flow = "", number = ""] = name.split("-");
  const path = join(folder, flow, `${number}.webp`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, Buffer.from(data, "base64"));
  await press?.evaluate((element) => Object.assign((element as HTMLElement).style, { outline: "", outlineOffset: "", borderRadius: "" }));
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: "instant" }));
  await session.send("Emulation.clearDeviceMetricsOverride");
  await session.detach();
}
