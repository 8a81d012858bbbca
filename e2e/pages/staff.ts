import { expect, type Page } from "@playwright/test";

/** Lets this browser make and use passkeys, as a device with a fingerprint does. */
export async function withFingerprint(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

/** Somebody's own page among the staff. */
export async function openPerson(page: Page, name: string): Promise<void> {
  await page.goto("/admin/staff");
  await page.getByRole("searchbox", { name: "姓名或登录名" }).fill(name);
  await page.getByRole("main").getByRole("button", { name: "查找" }).click();
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Proposes what the page asks a reason for. */
export async function proposeBecause(page: Page, reason: string): Promise<void> {
  await page.getByLabel("原因").fill(reason);
  await page.getByRole("button", { name: "提出变更" }).click();
}

/** The second person confirms the change of that kind that waits about somebody. */
export async function confirmChange(page: Page, kind: string, name: string): Promise<void> {
  await page.goto("/admin/staff/changes");
  await page.getByRole("row").filter({ hasText: name }).getByRole("link", { name: kind }).click();
  await page.getByRole("button", { name: "确认这项变更" }).click();
}
