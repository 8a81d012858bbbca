import { existsSync } from "node:fs";
import { test as base, expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page, type PlaywrightWorkerArgs } from "@playwright/test";
import { account, signedIn, stateOf, type AccountKey } from "./accounts";
import { Api } from "./api";
import type { Desk } from "./cases";

/** Someone at a device: a browser of their own, and their calls over HTTP. */
export type Person = { name: string; page: Page; context: BrowserContext; api: Api };

type Fixtures = {
  /** Someone of the demo city, signed in already. */
  as: (key: AccountKey, options?: BrowserContextOptions) => Promise<Person>;
  /** Someone nobody knows. */
  anyone: (options?: BrowserContextOptions) => Promise<Person>;
  /** The colleagues who handle the cases of a division. */
  deskOf: (divisionCode: string) => Promise<Desk>;
};

/** Journeys with people in them. A script error or a broken content security policy anywhere fails the test. */
export const test = base.extend<Fixtures, { everyone: void }>({
  // The session of an administrator ends after ten minutes in which nobody asked for anything; a run lasts longer.
  everyone: [async ({ playwright }, use, { project }) => {
    const seeing = setInterval(() => void seen(playwright, project.use.baseURL).catch(() => undefined), 4 * 60_000);
    await seen(playwright, project.use.baseURL);
    await use();
    clearInterval(seeing);
  }, { scope: "worker", auto: true }],
  as: async ({ browser }, use) => {
    await withPeople(browser, (open) => use((key, options) => open(account(key).name, { storageState: stateOf(key), ...options })));
  },
  anyone: async ({ browser }, use) => {
    await withPeople(browser, (open) => use((options) => open("", options)));
  },
  deskOf: async ({ playwright, baseURL }, use) => {
    const opened: Api[] = [];
    const api = async (key: string) => {
      const request = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}), storageState: stateOf(key as AccountKey) });
      opened.push(new Api(request));
      return opened.at(-1)!;
    };
    await use(async (division) => ({
      clerk: await api(`clerk-${division}`), reviewer: await api(`reviewer-${division}`),
      approver: await api(`approver-${division}`), certificateOfficer: await api(`certificate-officer-${division}`),
    }));
    await Promise.all(opened.map(({ request }) => request.dispose()));
  },
});

/** Whoever signed in before the journeys asks for something, so that the portal knows they are still there. */
async function seen(playwright: PlaywrightWorkerArgs["playwright"], baseURL: string | undefined): Promise<void> {
  for (const key of signedIn.filter((one) => existsSync(stateOf(one)))) {
    const request = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}), storageState: stateOf(key) });
    // Whatever is answered: a journey may have ended the session by then.
    await request.get("/api/trpc/identity.viewer");
    await request.dispose();
  }
}

type Open = (name: string, options?: BrowserContextOptions) => Promise<Person>;

async function withPeople(browser: Browser, use: (open: Open) => Promise<void>): Promise<void> {
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];
  await use(async (name, options) => {
    const context = await browser.newContext(options);
    contexts.push(context);
    watch(context, faults);
    return { name, context, page: await context.newPage(), api: new Api(context.request) };
  });
  await Promise.all(contexts.map((context) => context.close()));
  expect(faults, "script errors and broken policies").toEqual([]);
}

/** Collects what no page may ever cause; a client component whose words were not sent shows their key instead. */
export function watch(context: BrowserContext, faults: string[]): void {
  context.on("weberror", (error) => faults.push(`${error.page()?.url()}: ${error.error().message}`));
  context.on("console", (message) => {
    if (/Content Security Policy|Hydration|hydrat|MISSING_MESSAGE/.test(message.text())) faults.push(`${message.page()?.url()}: ${message.text()}`);
  });
}

export { expect };
