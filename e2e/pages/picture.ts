import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test, type BrowserContext, type Locator, type Page } from "@playwright/test";
import { presetOf, viewCookies } from "../../domain/identity/rules/preferences";
import { Mode } from "../../domain/identity/schema";
import { inEnglish } from "./translate";

// A phone held upright, twice as sharp as its points.
const phone = { viewport: { width: 360, height: 600 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true } as const;

/** In bytes: a phone on a slow line gets a page of six within a few seconds. */
const heaviest = 60_000;

type View = { language: "zh-CN" | "en"; mode: Mode };
const views = (["zh-CN", "en"] as const).flatMap((language) => Mode.options.map((mode): View => ({ language, mode })));

type Options = {
  /** The question that the simplified flow shows alone where the whole page has several. */
  question?: string;
};

/**
 * The page as a phone shows it now, for the help, in each language and mode: `apply-1` becomes the first picture of that
 * flow, with a frame around what is pressed next. Each is taken from the same address in a browser of its own, with what was
 * typed typed again, so that the journey goes on untouched. Pictures are taken only where `HELP_PICTURES` names a folder
 * (`npm run help:pictures`); a journey that is proved costs nothing for them.
 */
export async function picture(page: Page, name: `${string}-${number}`, press?: Locator, options: Options = {}): Promise<void> {
  const folder = process.env["HELP_PICTURES"];
  if (!folder) return;
  // Four browsers more for each picture: the journey's own time stays its own.
  test.setTimeout(test.info().timeout + 60_000);
  const [flow = "", step = ""] = name.split("-");
  await mustWriteChinese(page);
  const target = await press?.evaluate(describe);
  const typed = await page.evaluate(readTyped);
  for (const view of views) {
    const path = join(folder, view.language, view.mode, flow, `${step}.webp`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await shoot(page, view, { target, typed, ...options }));
  }
}

/** Where no font knows Chinese every sign is the same empty box, and so would the pictures be. */
async function mustWriteChinese(page: Page): Promise<void> {
  const same = await page.evaluate(() => {
    const draw = (sign: string) => {
      const paper = Object.assign(document.createElement("canvas"), { width: 40, height: 40 });
      const pen = paper.getContext("2d");
      if (pen) pen.font = "30px system-ui, sans-serif";
      pen?.fillText(sign, 2, 32);
      return paper.toDataURL();
    };
    return draw("一") === draw("鬱");
  });
  if (same) throw new Error("This machine has no Chinese font: the pictures of the help would show boxes.");
}

type Target = { href: string; field: string; text: string };
type Typed = { selector: string; value: string; kind: "text" | "list" | "tick" };
type Scene = Options & { target: Target | undefined; typed: Typed[] };

/** How what is pressed is found again where it is called otherwise. */
function describe(element: Element): Target {
  const field = element instanceof HTMLInputElement ? `input[name="${element.name}"][value="${element.value}"]` : "";
  return { href: element instanceof HTMLAnchorElement ? element.pathname + element.search : "", field, text: (element.textContent ?? "").trim() };
}

/** What stands in the fields now, saved or not. */
function readTyped(): Typed[] {
  const found: Typed[] = [];
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("main :is(input, select, textarea):not([type=hidden], [type=file])")) {
    const selector = `main ${field.tagName.toLowerCase()}[name="${field.name}"]`;
    if (field instanceof HTMLSelectElement) found.push({ selector, value: field.value, kind: "list" });
    else if (field.type === "radio" || field.type === "checkbox") {
      if (field instanceof HTMLInputElement && field.checked) found.push({ selector: `${selector}[value="${field.value}"]`, value: "", kind: "tick" });
    } else if (field.value && field.name) found.push({ selector, value: field.value, kind: "text" });
  }
  return found;
}

async function shoot(page: Page, view: View, { target, typed, question }: Scene): Promise<Buffer> {
  const browser = page.context().browser();
  if (!browser) throw new Error("no browser");
  const context = await browser.newContext({ ...phone, storageState: await page.context().storageState() });
  const address = new URL(page.url());
  await context.addCookies(Object.entries(viewCookies({ mode: view.mode, preferences: presetOf(view.mode) })).map(([name, value]) => ({ name, value: encodeURIComponent(value), url: address.origin })));
  if (view.language === "en") address.pathname = `/en${address.pathname === "/" ? "" : address.pathname}`;
  if (question && view.mode === "elder") address.searchParams.set("question", question);
  const copy = await context.newPage();
  await copy.goto(address.href);
  await copy.waitForLoadState("networkidle");
  // What is offered once to some is no part of what a step shows.
  await copy.evaluate(() => document.querySelectorAll("aside:has(button[name=answer])").forEach((offer) => offer.remove()));
  await retype(copy, typed);
  const pressed = target && (await find(copy, target, view));
  await aim(pressed ?? copy.getByRole("heading", { level: 1 }).first(), pressed !== undefined);
  await copy.waitForTimeout(300);
  const drawn = await toWebp(context, await copy.screenshot({ scale: "device", animations: "disabled", caret: "hide" }));
  await context.close();
  return drawn;
}

/** What was drawn as a small file: the best quality that stays within `heaviest`. A picture that is not twice as sharp as its points is refused. */
async function toWebp(context: BrowserContext, png: Buffer): Promise<Buffer> {
  const blank = await context.newPage();
  const made = await blank.evaluate(async ({ source, most }) => {
    const drawing = await createImageBitmap(await (await fetch(`data:image/png;base64,${source}`)).blob());
    const paper = new OffscreenCanvas(drawing.width, drawing.height);
    paper.getContext("2d", { alpha: false })?.drawImage(drawing, 0, 0);
    let file = new Blob();
    for (const quality of [0.85, 0.75, 0.65, 0.55, 0.45]) {
      file = await paper.convertToBlob({ type: "image/webp", quality });
      if (file.size <= most) break;
    }
    return { width: drawing.width, height: drawing.height, size: file.size, bytes: [...new Uint8Array(await file.arrayBuffer())] };
  }, { source: png.toString("base64"), most: heaviest });
  await blank.close();
  const { width, height } = phone.viewport;
  expect({ width: made.width, height: made.height }, "twice as sharp as its points").toEqual({ width: width * 2, height: height * 2 });
  expect(made.size, "a file as small as phones need").toBeLessThanOrEqual(heaviest);
  return Buffer.from(made.bytes);
}

async function retype(copy: Page, typed: readonly Typed[]): Promise<void> {
  for (const { selector, value, kind } of typed) {
    const field = copy.locator(selector).first();
    if ((await field.count()) === 0) continue;
    if (kind === "tick") await field.check({ force: true });
    else if (kind === "list") await field.selectOption(value);
    else if ((await field.inputValue()) !== value) await field.fill(value);
  }
  // What comes by itself while somebody types, as suggestions do.
  if (typed.length > 0) await copy.waitForTimeout(1500);
}

/** A field by its name, a button or link by its words in either language, or else a link by where it leads. */
async function find(copy: Page, { href, field, text }: Target, { language }: View): Promise<Locator> {
  const names = language === "en" ? inEnglish(text) : [text];
  const ways = [
    ...(field ? [copy.locator(field)] : []),
    ...names.flatMap((name) => (["button", "link"] as const).map((role) => copy.locator("main").getByRole(role, { name, exact: true }))),
    ...(href ? [copy.locator(`main a[href$="${href}"]`)] : []),
  ];
  for (const way of ways) {
    const shown = way.filter({ visible: true }).first();
    if (await shown.count()) return shown;
  }
  expect(names, `${copy.url()} has nothing to press called “${text}”`).toEqual([]);
  throw new Error(`“${text}” has no name in ${language}`);
}

/** What is pressed stands in the lower half, with what it belongs to above it; a page without it begins at its heading. */
async function aim(element: Locator, framed: boolean): Promise<void> {
  await element.evaluate((one, frame) => {
    if (frame && one instanceof HTMLElement) for (const [name, value] of [["outline", "4px solid #d4380d"], ["outline-offset", "4px"], ["border-radius", "4px"]] as const) one.style.setProperty(name, value, "important");
    const top = one.getBoundingClientRect().top + window.scrollY;
    window.scrollTo({ top: top - (frame ? window.innerHeight * 0.6 : 4), behavior: "instant" });
  }, framed);
}
