import { presetOf, viewCookies } from "../../domain/identity/rules/preferences";
import { expect, test } from "../fixtures";

type Spoken = { text: string; lang: string; rate: number };
type Stubbed = { spoken: Spoken[]; withinPress: string[]; cancelled: number; paused: number; finish: () => void };
declare global {
  interface Window { stubbed: Stubbed }
}

/**
 * A voice that says nothing and remembers what it was given, and what of it while a press was still being handled, which
 * is all that phones allow to begin with; `finish` ends the sentence it is at.
 */
function stubVoice(voices: readonly string[]): void {
  let pressed = false;
  window.addEventListener("click", () => (pressed = true), { capture: true });
  window.addEventListener("click", () => (pressed = false));
  const stubbed: Stubbed = { spoken: [], withinPress: [], cancelled: 0, paused: 0, finish: () => undefined };
  const synthesis = Object.assign(new EventTarget(), {
    getVoices: () => voices.map((lang) => ({ name: lang, lang, localService: true, default: false, voiceURI: lang })),
    speak: (utterance: SpeechSynthesisUtterance) => {
      if (pressed) stubbed.withinPress.push(utterance.text);
      // What only wakes the voice is not heard.
      if (utterance.text === "") return;
      stubbed.spoken.push({ text: utterance.text, lang: utterance.lang, rate: utterance.rate });
      stubbed.finish = () => utterance.dispatchEvent(new Event("end"));
    },
    cancel: () => (stubbed.cancelled += 1), pause: () => (stubbed.paused += 1), resume: () => undefined,
  });
  class Utterance extends EventTarget {
    lang = "";
    rate = 1;
    voice: unknown = null;
    constructor(readonly text: string) { super(); }
  }
  Object.assign(window, { stubbed, SpeechSynthesisUtterance: Utterance });
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
}

const cookies = (url: string, more: object = {}) => Object.entries(viewCookies({ mode: "elder", preferences: { ...presetOf("elder"), ...more } })).map(([name, value]) => ({ name, value: encodeURIComponent(value), url }));

test("reads the page aloud sentence by sentence, remembers the speed, and stops with the page", async ({ anyone, baseURL }) => {
  const { page, context } = await anyone();
  await context.addCookies(cookies(baseURL!));
  await page.addInitScript(stubVoice, ["en-US", "zh-CN"]);
  await page.goto("/help");
  await page.getByRole("button", { name: "朗读本页" }).click();
  const spoken = () => page.evaluate(() => window.stubbed.spoken);
  await expect.poll(async () => (await spoken()).length).toBe(1);
  expect((await spoken())[0]).toEqual({ text: (await page.locator("h1").innerText()).trim(), lang: "zh-CN", rate: 0.9 });
  expect(await page.evaluate(() => [...(CSS.highlights.get("reading") ?? [])].map(String))).toEqual([await page.locator("h1").innerText()]);

  await page.getByRole("button", { name: "暂停" }).click();
  expect(await page.evaluate(() => window.stubbed.paused)).toBe(1);
  const player = page.getByRole("region", { name: "朗读" });
  await player.getByRole("button", { name: "继续" }).click();
  await player.getByRole("button", { name: "慢" }).click();
  await expect.poll(async () => (await spoken()).at(-1)?.rate).toBe(0.7);

  // To the end: what is said, without blanks and spelling, is what is seen.
  const total = Number(/共 (\d+) 句/.exec(await player.innerText())?.[1]);
  for (let sentence = 1; sentence < total; sentence += 1) {
    const before = (await spoken()).length;
    await page.evaluate(() => window.stubbed.finish());
    await expect.poll(async () => (await spoken()).length).toBe(before + 1);
  }
  const letters = (text: string) => text.replace(/[^\p{Script=Han}]|[零一二三四五六七八九十百千万点元年月日]/gu, "");
  const seen = letters(await page.locator("main").innerText());
  const said = (await spoken()).slice(2).map(({ text }) => letters(text));
  let at = 0;
  const inOrder = said.filter((sentence) => {
    const found = seen.indexOf(sentence, at);
    at = found < 0 ? at : found + sentence.length;
    return found >= 0;
  });
  expect(said.filter((sentence) => !inOrder.includes(sentence)), "everything said stands on the page, in that order").toEqual([]);
  expect(said.join("").length, "and everything on the page is said").toBeGreaterThan(seen.length * 0.95);
  expect((await spoken()).every(({ text }) => text.length <= 200)).toBe(true);

  await page.goto("/preferences");
  await expect(page.getByRole("radio", { name: "慢" })).toBeChecked();
});

test("the first press speaks while it is still a press, from both buttons, though the reader comes later", async ({ anyone, baseURL }) => {
  for (const mode of ["elder", "standard"] as const) {
    const { page, context } = await anyone();
    await context.addCookies(mode === "elder" ? cookies(baseURL!) : []);
    await page.addInitScript(stubVoice, ["zh-CN"]);
    // A phone network: the reader is not there yet when the press ends.
    let late = 0;
    await page.goto("/help");
    await page.waitForLoadState("networkidle");
    await page.route("**/_next/static/**", async (route) => {
      late += 1;
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    await page.getByRole("button", { name: "朗读本页" }).first().click();
    expect(await page.evaluate(() => window.stubbed), mode).toMatchObject({ withinPress: [""], spoken: [] });
    await expect.poll(() => page.evaluate(() => window.stubbed.spoken.length), mode).toBe(1);
    expect(late, `${mode}: the reader was loaded after the press`).toBeGreaterThan(0);
  }
});

test("without a Chinese voice the page is read in large type; captions show what is focused, the pointer is large", async ({ anyone, baseURL }) => {
  const { page, context } = await anyone();
  await context.addCookies(cookies(baseURL!, { captions: true }));
  await page.addInitScript(stubVoice, ["en-US"]);
  await page.goto("/preferences");
  await expect(page.locator("html")).toHaveAttribute("data-pointer", "large");
  expect(await page.evaluate(() => getComputedStyle(document.querySelector("main a, main button")!).cursor)).toContain("/icons/pointer-hand.svg");
  await page.getByRole("checkbox", { name: "大字幕" }).focus();
  const bar = page.locator(".caption-bar");
  await expect(bar).toContainText("大字幕");
  expect(await bar.evaluate((element) => Number.parseFloat(getComputedStyle(element.firstElementChild!).fontSize))).toBeGreaterThanOrEqual(36);
  const last = page.getByRole("contentinfo").getByRole("link").last();
  await last.focus();
  expect(await last.evaluate((element) => element.getBoundingClientRect().bottom <= document.querySelector(".caption-bar")!.getBoundingClientRect().top + 1), "the bar covers nothing that has the focus").toBe(true);

  await page.getByRole("button", { name: "朗读本页" }).click();
  const player = page.getByRole("region", { name: "朗读" });
  await expect(player).toContainText("这台设备没有中文语音");
  await expect(player).toContainText("显示与朗读设置");
  await player.getByRole("button", { name: "下一句" }).click();
  await expect(player).toContainText("第 2 句");
  await player.getByRole("button", { name: "停止" }).click();
  await expect(player).toHaveCount(0);
});
