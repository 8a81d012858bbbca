import type { BrowserContext, Page } from "@playwright/test";
import { account } from "../accounts";
import { discardDraft, startDraft } from "../cases";
import { expect, test } from "../fixtures";

// One person has one draft of an item.
test.describe.configure({ mode: "default" });

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

const rented = (page: Page) => page.getByRole("radio", { name: "租房", exact: true });
const landlord = (page: Page) => page.getByLabel("房东姓名");
const missing = "这一页可能还有问题没有显示出来";
const scripts = "**/_next/static/**/*.js";
/** A worker's requests pass by the routes of a test. */
const unworked = { serviceWorkers: "block" } as const;

/** Holds back every script that is asked for, until it is let go. */
async function holding(to: Page | BrowserContext): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await to.route(scripts, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

/** A page as it stands before anybody has done anything. */
async function untouched(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState("networkidle");
}

test("the rules of a form come with the first act, and nothing typed is lost before, while they come, and without them", async ({ as }) => {
  test.setTimeout(150_000);
  const somebody = (more = {}) => as("citizen-l1", more);
  const { api } = await somebody();
  const stored = async () => (await api.query<{ answers: Record<string, unknown> }>("applications.draft", { id })).answers;
  const anew = async () => {
    await discardDraft(api, "residencePermit");
    return startDraft(api, "residencePermit");
  };
  let id = await anew();
  const housing = () => `/apply/${id}/housing`;

  await test.step("not before; then they are there, through a network that goes away", async () => {
    const { page, context } = await somebody();
    await untouched(page, housing());
    const [came] = await Promise.all([page.waitForEvent("requestfinished", (request) => request.resourceType() === "script"), page.mouse.move(5, 5)]);
    expect((await came.response())?.ok()).toBe(true);
    await context.setOffline(true);
    await rented(page).check();
    await landlord(page).fill("周建设");
    await expect(page.getByRole("main")).toContainText("已存在这台设备上");
    await context.setOffline(false);
    await expect.poll(stored).toMatchObject({ housing: "rented", landlordName: "周建设" });
  });

  await test.step("slowly: the answer is saved meanwhile, and what it brings up appears", async () => {
    id = await anew();
    const { page } = await somebody(unworked);
    await untouched(page, housing());
    const release = await holding(page);
    await rented(page).check();
    await saved(page);
    await expect(landlord(page)).toHaveCount(0);
    release();
    await landlord(page).fill("周建设");
    await expect(rented(page)).toBeChecked();
    await expect.poll(stored).toMatchObject({ housing: "rented", landlordName: "周建设" });
  });

  await test.step("not at all: the page says so, and the server asks what is still to be asked", async () => {
    id = await anew();
    const { page } = await somebody(unworked);
    await untouched(page, housing());
    await page.route(scripts, (route) => route.abort());
    await rented(page).check();
    await expect(page.getByRole("main")).toContainText(missing);
    await saved(page);
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await expect(landlord(page)).toBeFocused();
    await landlord(page).fill("周建设");
    await expect.poll(stored).toMatchObject({ housing: "rented", landlordName: "周建设" });
    await page.unroute(scripts);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await expect(page.getByRole("main")).not.toContainText(missing);
    await expect(landlord(page)).toHaveValue("周建设");
  });

  await test.step("a network that goes before the first key: it is kept here, and all follows once it is back", async () => {
    id = await anew();
    const { page, context } = await somebody();
    await untouched(page, housing());
    // Whoever opened a form in this browser before has the rules at hand; this one has not.
    await (await context.newCDPSession(page)).send("Network.clearBrowserCache");
    await context.setOffline(true);
    await rented(page).check();
    await expect(page.getByRole("main")).toContainText("已存在这台设备上");
    await expect(page.getByRole("main")).toContainText(missing);
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await expect(page.getByRole("main")).toContainText("现在还不能到下一页");
    await context.setOffline(false);
    await landlord(page).fill("周建设");
    await expect(rented(page)).toBeChecked();
    await expect.poll(stored).toMatchObject({ housing: "rented", landlordName: "周建设" });
  });

  await test.step("by a switch or a voice, which move no pointer and press no key", async () => {
    id = await anew();
    const { page } = await somebody();
    await untouched(page, housing());
    await rented(page).evaluate((input: HTMLInputElement) => input.click());
    await expect(landlord(page)).toBeVisible();
    await saved(page);
    await untouched(page, `/apply/${id}/contact`);
    await email(page).evaluate((input: HTMLInputElement) => {
      // As a browser fills in: past whatever the page put upon its input.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, "said@example.com");
      input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
    });
    await expect.poll(stored).toMatchObject({ housing: "rented", email: "said@example.com" });
  });

  await test.step("what was filled in before the page had any script", async () => {
    const { page, context } = await somebody(unworked);
    const release = await holding(context);
    await page.goto(`/apply/${id}/contact`, { waitUntil: "commit" });
    await email(page).fill("early@example.com");
    release();
    await expect.poll(stored).toMatchObject({ email: "early@example.com" });
    await expect(email(page)).toHaveValue("early@example.com");
  });

  await test.step("without script the server asks, and shows what it asks", async () => {
    id = await anew();
    const { page } = await somebody({ javaScriptEnabled: false });
    await page.goto(housing());
    await rented(page).check();
    await page.getByRole("button", { name: "继续", exact: true }).click();
    await expect(landlord(page)).toBeVisible();
    await expect(rented(page)).toBeChecked();
  });
  await discardDraft(api, "residencePermit");
});
