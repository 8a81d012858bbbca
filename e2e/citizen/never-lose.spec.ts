import type { Page } from "@playwright/test";
import { account } from "../accounts";
import { discardDraft, startDraft } from "../cases";
import { expect, test } from "../fixtures";

const email = (page: Page) => page.getByLabel("电子邮箱");
const saved = (page: Page) => expect(page.locator("[data-save=saved]")).toBeVisible();

test("nothing typed is lost: without a network, against another device, in a second tab, after a crash, going back", async ({ as }) => {
  const { page, context, api } = await as("citizen-l1");
  await discardDraft(api, "residencePermit");
  const id = await startDraft(api, "residencePermit");
  const path = `/apply/${id}/contact`;
  const stored = async () => (await api.query<{ answers: Record<string, unknown> }>("applications.draft", { id })).answers;
  const main = page.getByRole("main");

  await test.step("without a network it stays on this device, and going on waits", async () => {
    await page.goto(path);
    await email(page).fill("first@example.com");
    await saved(page);
    await context.setOffline(true);
    await email(page).fill("here@example.com");
    await expect(main).toContainText("没有网络，您填的内容已存在这台设备上，连上后自动保存");
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await expect(main).toContainText("现在还不能到下一页");
    await expect(email(page)).toHaveValue("here@example.com");
    expect(await stored()).toMatchObject({ email: "first@example.com" });
  });

  await test.step("what another device saved meanwhile is shown beside it, and a choice decides", async () => {
    await api.mutate("applications.save", { id, section: "contact", raw: { applicantPhone: String((await stored())["applicantPhone"]), email: "there@example.com" } });
    await context.setOffline(false);
    const choice = main.getByRole("region", { name: "电子邮箱" });
    await expect(choice).toContainText("here@example.com");
    await expect(choice).toContainText("there@example.com");
    expect(await stored()).toMatchObject({ email: "there@example.com" });
    await choice.getByRole("button", { name: /^用这个.*这台设备上填的/ }).click();
    await expect(choice).toHaveCount(0);
    await expect(email(page)).toHaveValue("here@example.com");
    expect(await stored()).toMatchObject({ email: "here@example.com" });
  });

  const tab = await context.newPage();
  await test.step("a second tab tells the first, and takes nothing from it", async () => {
    await tab.goto(path);
    await tab.getByLabel("联系电话").fill("13900139000");
    await saved(tab);
    await expect(main).toContainText("您在另一处也改了这一页");
    await email(page).fill("both@example.com");
    await main.getByRole("button", { name: "显示改动" }).click();
    await expect(page.getByLabel("联系电话")).toHaveValue("13900139000");
    await expect.poll(stored).toMatchObject({ email: "both@example.com", applicantPhone: "13900139000" });
  });

  await context.setOffline(true);
  await email(page).fill("crash@example.com");
  await expect(main).toContainText("已存在这台设备上");
  await tab.close();
  // Closed in order, the page would send what it holds on its way out.
  const [crashed] = [page.waitForEvent("crash"), context.newCDPSession(page).then((devtools) => devtools.send("Page.crash")).catch(() => undefined)];
  await crashed;
  await page.close();

  const again = await context.newPage();
  await test.step("in place of another page there is one that is nobody's", async () => {
    await again.goto("/me");
    await expect(again).toHaveURL(/\/offline\?page=%2Fme$/);
    await expect(again.getByRole("heading", { level: 1 })).toHaveText("现在没有网络");
    expect(await again.content()).not.toContain(account("citizen-l1").name);
    const kept = await again.evaluate(async () => {
      const paths: string[] = [];
      for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
      return paths.filter((one) => !one.startsWith("/_next/static/"));
    });
    expect(kept.toSorted()).toEqual(["/en/offline", "/offline"]);
    await context.setOffline(false);
    await expect(again).toHaveURL(/\/me$/);
    await expect(again.getByRole("heading", { level: 1 })).not.toHaveText("现在没有网络");
  });

  await test.step("after a crash it is offered again", async () => {
    await again.goto(path);
    await expect(email(again)).toHaveValue("both@example.com");
    await again.getByRole("button", { name: /^恢复 \d\d:\d\d 填的内容$/ }).click();
    await expect(email(again)).toHaveValue("crash@example.com");
    await expect.poll(stored).toMatchObject({ email: "crash@example.com" });
  });

  await test.step("the back button shows what was typed last", async () => {
    await email(again).fill("back@example.com");
    await again.getByRole("button", { name: "继续", exact: true }).click();
    await expect(again).not.toHaveURL(/contact/);
    await again.goBack();
    await expect(email(again)).toHaveValue("back@example.com");
  });
  await discardDraft(api, "residencePermit");
});
