import type { AccountKey } from "./accounts";
import { city, places } from "./city";
import { expect, test } from "./fixtures";
import { signIn } from "./pages/sign-in";

/** Someone of every kind; who may open which area. */
const visitors: { key: AccountKey; areas: readonly string[] }[] = [
  { key: "citizen-l3", areas: ["citizen"] },
  { key: "organisation-agent", areas: ["citizen"] },
  { key: "clerk-440104", areas: ["desk"] },
  { key: "reviewer-440104", areas: ["desk"] },
  { key: "approver-440104", areas: ["desk"] },
  { key: "certificate-officer-440104", areas: ["desk"] },
  { key: "supervisor", areas: ["desk"] },
  { key: "item-editor", areas: ["admin"] },
  { key: "item-publisher", areas: ["admin"] },
];

/** A few at a time: asking for one page after another would take minutes. */
async function forEach<T>(list: readonly T[], ask: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < list.length; at += 4) await Promise.all(list.slice(at, at + 4).map(ask));
}

const closed = () => places().filter(({ for: audience, status }) => audience !== "anyone" && status === undefined);

test("signed out, every closed page asks to sign in and remembers where one was going", async ({ anyone }) => {
  const { context } = await anyone();
  const faults: string[] = [];
  // What stands between signing in and one's page asks in its own way.
  await forEach(closed().filter(({ path: address }) => !/^\/(sign-in|authorize)\//.test(address)).flatMap((place) => [place.path, `/en${place.path}`]), async (path) => {
    const response = await context.request.get(path, { maxRedirects: 0 });
    const to = new URL(response.headers()["location"] ?? "", "http://localhost");
    const next = to.searchParams.get("next") ?? "";
    if (response.status() !== 307 || to.pathname !== (path.startsWith("/en/") ? "/en/sign-in" : "/sign-in")) faults.push(`${path}: ${response.status()} to ${to.pathname}`);
    else if (next.split("?")[0] !== path.split("?")[0]) faults.push(`${path}: back to ${next}`);
  });
  expect(faults.join("\n")).toBe("");
});

test("signing in leads back to the page one came from", async ({ anyone }) => {
  const { page } = await anyone();
  await page.goto("/me/certificates");
  await signIn(page, "citizen-l3");
  await expect(page).toHaveURL(/\/me\/certificates$/);
});

for (const { key, areas } of visitors) {
  test(`${key} opens their own area; the rest is closed or, where it is someone's record, as if it were not there`, async ({ as }) => {
    const { context } = await as(key);
    const faults: string[] = [];
    await forEach(closed().filter(({ by }) => by !== "signedIn"), async ({ path, for: area, by }) => {
      const status = (await context.request.get(path, { maxRedirects: 0 })).status();
      const isRecord = /^\/(apply|me\/applications|me\/certificates(?!\/(?:uses|grants)$|\/grants\/new(?!\/terms))|me\/life-events)\/./.test(path);
      const expected = (by?.includes(key) ?? areas.includes(area)) ? (isRecord && !by ? [404] : [200]) : area === "citizen" ? [403, 404] : [403];
      if (!expected.includes(status)) faults.push(`${path}: ${status}, not ${expected.join(" or ")}`);
    });
    expect(faults.join("\n")).toBe("");
  });
}

test("someone else's record looks exactly like one that does not exist", async ({ as }) => {
  const { context, api } = await as("citizen-l3");
  const { filed, closed: number, certificate, draft } = city();
  const missing = "00000000-0000-4000-8000-000000000000";
  for (const [theirs, none] of [
    [`/me/applications/${filed.number}`, "/me/applications/440104202611229999990"],
    [`/me/applications/${number}/deadline`, "/me/applications/440104202611229999990/deadline"],
    [`/me/applications/${number}/rate`, "/me/applications/440104202611229999990/rate"],
    [`/me/certificates/${certificate}`, `/me/certificates/${missing}`],
    [`/apply/${draft}`, `/apply/${missing}`],
    [`/apply/${draft}/contact`, `/apply/${missing}/contact`],
    [`/apply/${filed.id}/done`, `/apply/${missing}/done`],
    [`/api/certificates/${certificate}/pdf`, `/api/certificates/${missing}/pdf`],
  ] as const) {
    const [one, other] = await Promise.all([context.request.get(theirs), context.request.get(none)]);
    expect(one.status(), theirs).toBe(404);
    expect(other.status(), none).toBe(404);
    expect(told(await one.text(), theirs)).toBe(told(await other.text(), none));
  }
  const refusals = await Promise.all([draft, missing].map(async (id) => (await api.post("applications.submit", { id, declared: true })).json() as Promise<unknown>));
  expect(refusals[0]).toEqual(refusals[1]);
});

test("a clerk of another division knows nothing of the case", async ({ as }) => {
  const { context } = await as("clerk-440106");
  expect((await context.request.get(`/desk/applications/${city().filed.number}`)).status()).toBe(404);
});

/** What a page tells a reader: its text, without the address it was asked under. */
function told(html: string, path: string): string {
  return html.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<[^>]+>/g, " ").replaceAll(path, "").replace(/\s+/g, " ");
}
