import type { BrowserContext, Page } from "@playwright/test";
import { sampleAnswers } from "../db/seed/forms/samples";
import { act, discardDraft, fillOut, standing, startDraft, typeOver } from "./cases";
import { expect, test } from "./fixtures";
import { pdf } from "./papers";

const mark = "window.canary=1";
/** What somebody typed, by where; each would do something if any page took it for more than text. */
const typed = {
  address: `"><script>${mark}</script><img src=x onerror="${mark}">`,
  employer: `=HYPERLINK("javascript:${mark}";"x")<svg/onload=${mark}>`,
  school: `{{constructor.constructor('${mark}')()}}\${7*7}`,
  paper: "{{constructor}}'onmouseover='canary()'",
  review: `</p><iframe srcdoc="<script>parent.${mark}</script>"></iframe>`,
  decision: `<a href="javascript:${mark}">准予</a> ${"长".repeat(60)}${"w".repeat(300)}`,
  enquiry: `<img src="//canary.example/x" onerror="${mark}">\u202egnp.exe\u200b\u2066 @SUM(1+1)`,
  contact: `javascript:${mark}//`,
  comment: `<style>*{display:none}</style><base href="//canary.example/">`,
  item: `测试<script>${mark}</script><img src=x onerror="${mark}">`,
};
// What turns and hides is for the eye: a page may leave it away.
const visible = (text: string) => text.replace(/[\p{Cf}\s]/gu, "");

/** Collects what text would never cause. */
async function guard(context: BrowserContext, faults: string[]): Promise<void> {
  await context.addInitScript(() => {
    window.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => document.documentElement.setAttribute("data-violated", `${effectiveDirective} ${blockedURI}`));
  });
  context.on("dialog", (dialog) => {
    faults.push(`${dialog.page()?.url()} opened a dialog`);
    void dialog.dismiss();
  });
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "localhost") faults.push(`${request.frame().url()} asked ${hostname}`);
  });
}

/** What a page shows, with what stands in its fields and what is folded away, and what no text may become on it. */
function seenOn(page: Page) {
  return page.evaluate(async () => {
    // A page has come once its scripts rest.
    await new Promise((rest) => requestIdleCallback(rest, { timeout: 5_000 }));
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input:not([type=hidden]):not([type=password]), textarea")].map(({ value }) => value);
    const copy = document.createElement("div");
    copy.append(...[...document.body.childNodes].map((node) => node.cloneNode(true)));
    for (const script of copy.querySelectorAll("script, style, template")) script.remove();
    const bad = ["iframe[srcdoc]", "[onerror]", "[onload]", "[onmouseover]", "a[href^='javascript:']", "base"].filter((selector) => document.querySelector(selector));
    return { words: [copy.textContent ?? "", ...fields].join("\n"), ran: "canary" in window, violated: document.documentElement.getAttribute("data-violated"), bad };
  });
}

// It looks at many pages: recording each step would take long.
test.use({ trace: "off" });

test("what was typed is text on every screen of citizen, desk and administration: nothing of it runs", async ({ as, deskOf, anyone }) => {
  test.setTimeout(180_000);
  const [citizen, clerk, supervisor, editor, stranger] = [await as("neighbour-2"), await as("clerk-440104"), await as("supervisor"), await as("item-editor"), await anyone()];
  const faults: string[] = [];
  for (const { context } of [citizen, clerk, supervisor, editor, stranger]) await guard(context, faults);

  const { api } = citizen;
  await discardDraft(api, "residencePermit");
  const id = await startDraft(api, "residencePermit");
  const upload = { application: id, field: "m3", returnTo: "/me", file: pdf(`${typed.paper}.pdf`) };
  expect((await api.request.post("/api/files", { headers: { accept: "application/json" }, multipart: upload })).ok()).toBe(true);
  const [spouse, child] = [{ memberName: "林晓", memberKinship: "spouse", memberBirthOn: "1995-02-03" }, { memberName: "陈一诺", memberKinship: "child", memberBirthOn: "2015-05-20", memberSchool: typed.school }];
  await fillOut(api, id, { ...sampleAnswers["residence-permit"], family: [spouse, child] });
  // What the same person answered before stands there already, filed from another journey.
  await typeOver(api, id, { registered: { registeredAddress: { division: "340102", detail: typed.address } }, employment: { employerName: typed.employer }, family: { family: [spouse, child] } });
  await api.mutate("enquiries.send", { kind: "question", words: typed.enquiry, contact: typed.contact, about: "/items" });
  const { rows: [asked] } = await api.query<{ rows: { id: string }[] }>("enquiries.listOwn", {});

  const seen = new Set<string>();
  const look = async (page: Page, path: string) => {
    await page.goto(path);
    await page.waitForLoadState("load");
    const { words, ran, violated, bad } = await seenOn(page);
    for (const [where, text] of Object.entries(typed)) if (visible(words).includes(visible(text))) seen.add(where);
    if (ran) faults.push(`${path}: it ran`);
    if (violated) faults.push(`${path}: ${violated}`);
    for (const selector of bad) faults.push(`${path}: ${selector}`);
  };
  for (const section of ["registered", "employment", "family", "materials", "check"]) await look(citizen.page, `/apply/${id}/${section}`);

  const { number } = await api.mutate<{ number: string }>("applications.submit", { id, declared: true });
  const desk = await deskOf("440104");
  await act(desk.clerk, number, "accept");
  await act(desk.reviewer, number, "startReview");
  await act(desk.reviewer, number, "completeStep", { opinion: typed.review });
  await act(desk.approver, number, "approve", { opinion: typed.decision });
  await act(desk.certificateOfficer, number, "issueCertificate");
  const { certificate } = await act(desk.certificateOfficer, number, "deliver", { method: "online" });
  await api.mutate("ratings.rate", { number, level: "veryDissatisfied", reasons: ["108"], comment: typed.comment, anonymous: false });
  const places = await editor.api.query<{ id: string; name: string; divisionCode: string }[]>("items.listPlaces");
  const { itemId, version } = await editor.api.mutate<{ itemId: string; version: number }>("items.create", { name: typed.item, itemType: "05", departmentId: places.find(({ divisionCode }) => divisionCode === "440104")?.id });
  try {
    for (const path of ["/me", `/me/applications/${number}`, `/me/applications/${number}/rate`, "/me/messages", "/me/enquiries", `/me/certificates/${certificate?.id}`]) await look(citizen.page, path);
    await look(stranger.page, `/verify/${certificate?.identifier}`);
    for (const path of [`/desk/applications/${number}`, "/desk"]) await look(clerk.page, path);
    const { rows } = await supervisor.api.query<{ rows: { id: string }[] }>("ratings.listRectifications", { level: "veryDissatisfied", limit: 100 });
    for (const path of [`/desk/supervision/cases/${number}`, "/desk/enquiries", `/desk/enquiries/${asked?.id}`, "/desk/ratings", ...rows.slice(-1).map((row) => `/desk/ratings/${row.id}`)]) await look(supervisor.page, path);
    for (const path of [`/admin/items?q=${encodeURIComponent("测试<script>")}`, `/admin/items/${itemId}/edit`, `/admin/items/${itemId}/edit/review`]) await look(editor.page, path);
  } finally {
    await editor.api.mutate("items.discardRevision", { itemId, version });
  }
  expect(faults).toEqual([]);
  expect((await standing(desk.clerk, number)).status).toBe("closed");
  expect([...seen].toSorted(), "each was shown somewhere, as it was typed").toEqual(Object.keys(typed).toSorted());
});
