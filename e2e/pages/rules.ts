import type { Page } from "@playwright/test";

type Mode = "standard" | "elder";

/**
 * Our own rules of legibility, measured in the page: what axe does not look at. Sizes are CSS pixels.
 * 互联网应用适老化通用设计规范: main text 18 pt (24 px) and targets 60 px in senior mode.
 */
export function brokenRules(page: Page, mode: Mode): Promise<string[]> {
  return page.evaluate((elder) => {
    const faults: string[] = [];
    // Helpers live in here: the whole function is sent to the page.
    // oxlint-disable unicorn/consistent-function-scoping
    const shown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest(".sr-only, [hidden]");
    const px = (text: string) => Number.parseFloat(text) || 0;
    const name = (element: Element) => `<${element.tagName.toLowerCase()}> “${(element.textContent ?? "").trim().slice(0, 24)}”`;
    // oxlint-enable unicorn/consistent-function-scoping

    const least = elder ? 18 : 14;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || !node.textContent?.trim() || /^(SCRIPT|STYLE|NOSCRIPT|TITLE|OPTION)$/.test(parent.tagName) || !shown(parent)) continue;
      const style = getComputedStyle(parent);
      if (px(style.fontSize) < least) faults.push(`text of ${style.fontSize}: ${name(parent)}`);
      if (style.textAlign === "justify") faults.push(`justified: ${name(parent)}`);
      const range = document.createRange();
      range.selectNodeContents(node);
      const ems = Math.max(0, ...[...range.getClientRects()].map(({ width }) => width)) / px(style.fontSize);
      // 40 characters of the text around it: what stands smaller within may hold a few more.
      if (parent.closest("main") && ems > 41) faults.push(`a line of ${Math.round(ems)} characters: ${name(parent)}`);
    }
    if (elder && px(getComputedStyle(document.querySelector("main") ?? document.body).fontSize) < 24) faults.push("main text under 24 px");

    const wanted = elder ? 60 : 44;
    for (const control of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
      if (!shown(control) || control.matches(":disabled, [tabindex='-1']")) continue;
      // A link in a sentence is as tall as its line (WCAG 2.5.8, inline).
      const inSentence = control.matches("a") && getComputedStyle(control).display === "inline" && (control.parentElement?.textContent ?? "").trim() !== (control.textContent ?? "").trim();
      if (inSentence) continue;
      // A dense table holds to WCAG 2.5.8; its whole row has another way in by keyboard.
      const target = control.closest("table") ? 24 : wanted;
      const label = control.matches("input, select, textarea") ? control.closest("label") ?? control : control;
      const box = label.getBoundingClientRect();
      // What is clipped to nothing waits for the focus: skip links.
      if (box.width <= 1 || box.height <= 1 || box.bottom <= 0) continue;
      if (box.height < target - 0.5 || box.width < (control.matches("a, summary") ? 24 : target) - 0.5) faults.push(`target of ${Math.round(box.width)} × ${Math.round(box.height)}: ${name(control)}${control.getAttribute("name") ?? ""}`);
    }

    const headings = document.querySelectorAll("h1");
    if (headings.length !== 1) faults.push(`${headings.length} first headings`);
    const language = location.pathname.startsWith("/en") ? "en" : "zh-CN";
    if (document.documentElement.lang !== language) faults.push(`language ${document.documentElement.lang}`);
    if (document.title.trim().length < 4) faults.push(`title “${document.title}”`);
    if (document.querySelector("dialog[open], [role=dialog]")) faults.push("a dialog nobody asked for");
    const moving = document.getAnimations().filter((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 1);
    if (moving.length > 0) faults.push(`${moving.length} animations although motion is not wanted`);
    return [...new Set(faults)];
  }, mode === "elder");
}

export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
