import type { Page } from "@playwright/test";

/** How a page is looked at: `citizen` pages keep what the desk's dense ones need not. */
export type View = { elder: boolean; citizen: boolean };

// Each of these is sent to the page whole, so that one visit answers for all of them; its helpers live within.
// oxlint-disable unicorn/consistent-function-scoping

/** What is written: paragraphs, languages, numbers, titles. */
export function brokenWords(page: Page, view: View): Promise<string[]> {
  return page.evaluate(({ citizen }) => {
    const faults: string[] = [];
    const shown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest(".sr-only, [hidden]");
    const name = (element: Element) => `<${element.tagName.toLowerCase()}> “${(element.textContent ?? "").trim().slice(0, 30)}”`;
    const px = (text: string) => Number.parseFloat(text) || 0;
    const main = document.querySelector("main") ?? document.body;
    const lines = (element: Element) => element.getBoundingClientRect().height / px(getComputedStyle(element).lineHeight);
    for (const paragraph of main.querySelectorAll("p, li, dd")) {
      if (!shown(paragraph) || ![...paragraph.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())) continue;
      const { fontSize, lineHeight } = getComputedStyle(paragraph);
      // In a dense table of the desk the lines may stand closer.
      const least = citizen || !paragraph.closest("table") ? 1.5 : 1.3;
      if (lines(paragraph) > 1.5 && px(lineHeight) / px(fontSize) < least - 0.01) faults.push(`lines ${(px(lineHeight) / px(fontSize)).toFixed(2)} apart: ${name(paragraph)}`);
      const next = paragraph.nextElementSibling;
      if (paragraph.tagName !== "P" || next?.tagName !== "P" || lines(paragraph) < 1.5 || lines(next) < 1.5 || getComputedStyle(next).fontSize !== fontSize) continue;
      // 1.3 times from line to line: three tenths more than a line lie between.
      const gap = next.getBoundingClientRect().top - paragraph.getBoundingClientRect().bottom;
      if (gap >= 0 && gap < 0.3 * px(lineHeight) - 0.5) faults.push(`paragraphs ${Math.round(gap)} px apart: ${name(paragraph)}`);
    }
    const english = document.documentElement.lang === "en";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent ?? "";
      if (!parent || /^(SCRIPT|STYLE|NOSCRIPT|TITLE|OPTION|TEXTAREA|CODE|PRE)$/.test(parent.tagName) || !shown(parent)) continue;
      const language = parent.closest("[lang]")?.getAttribute("lang") ?? "";
      // A name is a name in every language (WCAG 3.1.2), and so is a word that the reader typed.
      if (english && citizen && /\p{Script=Han}{5}/u.test(text.replace(/“[^”]*”/g, "")) && !language.startsWith("zh")) faults.push(`Chinese not marked as such: ${name(parent)}`);
      if (!english && citizen && /(?:\b[A-Za-z]{2,}\b[ ,]+){4}/.test(text) && !language.startsWith("en")) faults.push(`English not marked as such: ${name(parent)}`);
      if (english || !citizen || parent.closest("code, pre, input")) continue;
      if (/(?<![\d./-])\d{4}-\d{2}-\d{2}(?!\d)/.test(text)) faults.push(`a day not written as 2026年11月21日: ${name(parent)}`);
      if (/(?<![\d-])1[3-9]\d{9}(?!\d)/.test(text)) faults.push(`a phone number not in groups: ${name(parent)}`);
      if (/[¥￥]|(?<![\d,.])\d{4,}(?:\.\d+)?\s*元/.test(text)) faults.push(`money without 元 or grouping: ${name(parent)}`);
      if (/(?:正在加载|Loading)/.test(text) && shown(parent)) faults.push(`still loading: ${name(parent)}`);
    }
    const summary = main.querySelector("[role=alert]:has(a[href^='#'])");
    if (summary && !/^(错误：|Error: )/.test(document.title)) faults.push(`errors, but the title is “${document.title}”`);
    return [...new Set(faults)];
  }, view);
}

/** What is filled in and followed: labels, hints, what the device may fill, references that lead somewhere, help. */
export function brokenFields(page: Page, view: View): Promise<string[]> {
  return page.evaluate(({ citizen }) => {
    const faults: string[] = [];
    const shown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest(".sr-only, [hidden]");
    const name = (element: Element) => `<${element.tagName.toLowerCase()} ${element.getAttribute("name") ?? ""}> “${(element.textContent ?? "").trim().slice(0, 24)}”`;
    const main = document.querySelector("main") ?? document.body;
    for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls", "for", "list"]) {
      const elements = [...document.querySelectorAll(`[${attribute}]:not([aria-expanded='false'])`)];
      const missing = elements.flatMap((element) => (element.getAttribute(attribute) ?? "").split(/\s+/).filter((id) => id && !document.getElementById(id)).map((id) => `${attribute} names no “${id}”: ${name(element)}`));
      faults.push(...missing);
    }
    for (const { hash } of document.querySelectorAll<HTMLAnchorElement>("a[href^='#']")) if (hash.length > 1 && !document.getElementById(decodeURIComponent(hash.slice(1)))) faults.push(`a link to no place on the page: ${hash}`);
    // The switch of language says which language it leads to, and files have none.
    if (citizen && document.documentElement.lang === "en") for (const link of document.querySelectorAll<HTMLAnchorElement>("a[href^='/']:not([hreflang], [lang^='zh'])")) if (!/^\/(?:en(?:\/|$|\?|#)|api\/|dev\/|\.well-known\/)/.test(link.getAttribute("href") ?? "")) faults.push(`a link out of English: ${link.getAttribute("href") ?? ""} ${name(link)}`);
    const first = [...document.querySelectorAll<HTMLElement>("a[href], button, input:not([type=hidden]), select, summary")].find((element) => element.checkVisibility());
    if (!first?.matches("a[href^='#']")) faults.push("the first stop of the keyboard does not lead to the content");
    if (document.querySelectorAll("main").length !== 1) faults.push(`${document.querySelectorAll("main").length} main landmarks`);
    for (const field of document.querySelectorAll<HTMLInputElement>("input:not([type=hidden], [type=submit], [type=button]), select, textarea")) {
      if (!shown(field) || field.closest("search, [role=search]")) continue;
      const label = field.labels?.[0];
      if (citizen && field.placeholder) faults.push(`a hint only within the field: ${name(field)}`);
      if (citizen && !label) faults.push(`no label: ${name(field)}`);
      if (citizen && /[*＊]/.test(label?.textContent ?? "")) faults.push(`required marked by a star: ${name(field)}`);
      if (/^(tel|email)$/.test(field.type) && field.autocomplete === "") faults.push(`the device may not fill it: ${name(field)}`);
      const called = `${field.getAttribute("aria-label") ?? ""}${label?.textContent ?? ""}`;
      if (citizen && /^(?:text|tel|email)$/.test(field.type) && !field.hasAttribute("autocomplete") && /^(?:您的)?(?:姓名|手机号|手机号码|联系电话|电子邮箱|邮政编码|验证码|动态验证码)$/.test(called.trim())) faults.push(`not said whether the device may fill it: ${name(field)}`);
      if (citizen && field.type === "text" && field.inputMode === "" && !called.includes("或") && /验证码|查询码|手机号|电话|邮政编码|银行卡号/.test(called)) faults.push(`a number without the keys for numbers: ${name(field)}`);
      if (field.type === "password" && !/^(current|new)-password$/.test(field.autocomplete)) faults.push(`password managers do not know it: ${name(field)}`);
      if (field.type === "number" || field.type === "range") faults.push(`a ${field.type} field, which a wheel changes: ${name(field)}`);
    }
    for (const form of main.querySelectorAll("form")) {
      if (form.method === "post" && !form.noValidate && form.querySelector("[required], [type=email], [type=url], [pattern]")) faults.push(`the browser's own checks stand before ours: ${form.id || (form.textContent ?? "").slice(0, 24)}`);
    }
    if (citizen && !document.querySelector("[data-paper]")) {
      if (!document.querySelector("a[href='tel:12345']")) faults.push("no phone help");
      if (!/24\s*(?:小时|hours)|\d{1,2}:\d{2}/.test(document.body.textContent ?? "")) faults.push("phone help without its hours");
    }
    return [...new Set(faults)];
  }, view);
}

/** How much there is on a page of senior mode: one thing to do, no target upon another. */
export function brokenCalm(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const shown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest(".sr-only, [hidden], search, [role=search]");
    const name = (element: Element) => `“${(element.textContent ?? "").trim().slice(0, 24)}”`;
    const main = document.querySelector("main") ?? document.body;
    const sample = document.createElement("i");
    sample.style.background = "var(--accent)";
    document.body.append(sample);
    const accent = getComputedStyle(sample).backgroundColor;
    sample.remove();
    const primary = new Set([...main.querySelectorAll("a[href], button")].filter((element) => shown(element) && getComputedStyle(element).backgroundColor === accent).map((element) => name(element)));
    if (primary.size > 1) faults.push(`${primary.size} primary buttons: ${[...primary].join(", ")}`);
    for (const nav of document.querySelectorAll("nav, [role=navigation]")) {
      const links = [...nav.querySelectorAll("a[href]")].filter((element) => shown(element) && element.closest("nav, [role=navigation]") === nav);
      if (links.length > 7) faults.push(`${links.length} links in one navigation: ${nav.getAttribute("aria-label") ?? name(nav)}`);
    }
    const inLine = (element: Element) => element.matches("a") && getComputedStyle(element).display === "inline";
    const targets = [...document.querySelectorAll("a[href], button, select, summary, input:not([type=hidden])")]
      .filter((element) => shown(element) && !element.matches(":disabled") && !element.closest("table") && !inLine(element))
      .map((element) => ({ element: element.closest("label") ?? element, box: (element.closest("label") ?? element).getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1);
    const upon = (one: DOMRect, other: DOMRect) => Math.max(one.left, other.left) - Math.min(one.right, other.right) < -1 && Math.max(one.top, other.top) - Math.min(one.bottom, other.bottom) < -1;
    for (const [index, { element, box }] of targets.entries()) {
      const over = targets.slice(index + 1).find((other) => other.element !== element && !element.contains(other.element) && !other.element.contains(element) && upon(box, other.box));
      if (over) faults.push(`one target upon another: ${name(element)} and ${name(over.element)}`);
    }
    // What can be pressed by mistake for its opposite: a button that goes on or destroys, and another beside or under it.
    const weighs = (element: Element) => getComputedStyle(element).backgroundColor === accent || /(?:^|\s)border-danger(?:\s|$)/.test(element.className);
    const buttons = targets.filter(({ element }) => main.contains(element) && element.matches("button, a") && Number.parseFloat(getComputedStyle(element).borderTopWidth) >= 2);
    const apart = (one: DOMRect, other: DOMRect) => Math.hypot(Math.max(0, one.left - other.right, other.left - one.right), Math.max(0, one.top - other.bottom, other.top - one.bottom));
    for (const one of buttons.filter(({ element }) => weighs(element))) {
      const near = buttons.find(({ element, box }) => element !== one.element && apart(one.box, box) < 15.5);
      if (near) faults.push(`${Math.round(apart(one.box, near.box))} px between ${name(one.element)} and ${name(near.element)}`);
    }
    return [...new Set(faults)];
  });
}

/** Every stop of the keyboard: a ring of at least 2 px around it, and nothing over it. Press Tab before, so that the browser shows the focus. */
export async function brokenFocus(page: Page): Promise<string[]> {
  await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const faults: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(":disabled, [tabindex='-1']")) continue;
      element.focus();
      const name = `<${element.tagName.toLowerCase()} ${element.getAttribute("name") ?? ""}> “${(element.textContent ?? "").trim().slice(0, 24)}”`;
      if (document.activeElement !== element) {
        faults.push(`takes no focus: ${name}`);
        continue;
      }
      const styles = [element, element.closest("label"), element.nextElementSibling].flatMap((one) => (one ? [getComputedStyle(one)] : []));
      const ring = Math.max(...styles.map(({ outlineStyle, outlineWidth }) => (outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth))));
      if (ring < 2) faults.push(`no visible focus: ${name}`);
      const box = (element.matches("input") ? element.closest("label") ?? element : element).getBoundingClientRect();
      const [x, y] = [box.x + Math.min(box.width / 2, 20), box.y + Math.min(box.height / 2, 20)];
      if (box.width < 2 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
      const top = document.elementFromPoint(x, y);
      if (top && !element.contains(top) && !top.contains(element) && !element.closest("label")?.contains(top)) faults.push(`${name} is hidden under <${top.tagName.toLowerCase()}> “${(top.textContent ?? "").trim().slice(0, 20)}”`);
    }
    return [...new Set(faults)];
  });
}

/**
 * What is lost when the text grows: to 200 % (WCAG 1.4.4), or by the reader's own spacing (1.4.12). The page is as before
 * afterwards.
 */
export function brokenWhen(page: Page, enlarged: "text at 200 %" | "spaced text"): Promise<string[]> {
  const css = { "text at 200 %": "html { font-size: 200% !important }", "spaced text": "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }" }[enlarged];
  return page.evaluate(([text, what]) => {
    const faults: string[] = [];
    const cut = () => new Set([...document.body.querySelectorAll<HTMLElement>("*")].filter((element) => {
      if (!element.textContent?.trim() || element.closest(".sr-only, svg, select, textarea, [inert]") || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
      const { overflowX, overflowY, position } = getComputedStyle(element);
      if (position === "absolute" && element.clientWidth <= 1) return false;
      const clipped = (overflow: string) => overflow === "hidden" || overflow === "clip";
      return (clipped(overflowX) && element.scrollWidth > element.clientWidth + 2) || (clipped(overflowY) && element.scrollHeight > element.clientHeight + 2);
    }));
    const before = cut();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
    for (const element of cut()) if (!before.has(element)) faults.push(`${what} is cut off: <${element.tagName.toLowerCase()}> “${(element.textContent ?? "").trim().slice(0, 24)}”`);
    const { scrollWidth, clientWidth } = document.documentElement;
    // One pixel is rounding.
    if (scrollWidth > clientWidth + 1) faults.push(`${what} is ${scrollWidth - clientWidth} px wider than the screen`);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    return faults;
  }, [css, enlarged] as const);
}
