import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { modeCookie } from "@/domain/identity/rules/preferences";

type Language = "zh-CN" | "en";
type Page = { title: string; heading: string; lines: readonly string[]; again: string };

/** Once more by itself after so many seconds; time enough to be read aloud. */
const seconds = 20;

const busy: Record<Language, Page> = {
  "zh-CN": { title: "现在人多，请稍候", heading: "现在使用的人很多", lines: [`这个页面 ${seconds} 秒后自己再试一次，您不用做什么。`, "已经提交的都在，没有丢。", "事情急，请拨打 12345，或者到窗口办。"], again: "现在再试" },
  en: { title: "Many people are here, please wait", heading: "Many people are using this service right now", lines: [`This page tries again by itself in ${seconds} seconds; you need not do anything.`, "Everything you have submitted is kept.", "If it is urgent, call 12345 or go to a window."], again: "Try again now" },
};

const tooMany: Record<Language, Page> = {
  "zh-CN": { title: "请求太多，请稍候", heading: "从您这里来的请求太多了", lines: [`请等一会儿再试。这个页面 ${seconds} 秒后自己再试一次。`, "已经提交的都在，没有丢。"], again: "现在再试" },
  en: { title: "Too many requests, please wait", heading: "Too many requests come from where you are", lines: [`Please wait a moment. This page tries again by itself in ${seconds} seconds.`, "Everything you have submitted is kept."], again: "Try again now" },
};

const away: Record<Language, Page> = {
  "zh-CN": { title: "系统暂时连不上，请稍候", heading: "系统暂时连不上", lines: [`我们正在恢复。这个页面 ${seconds} 秒后自己再试一次，您不用做什么。`, "已经提交的都在，没有丢。", "事情急，请拨打 12345，或者到窗口办。"], again: "现在再试" },
  en: { title: "The service cannot be reached, please wait", heading: "The service cannot be reached for the moment", lines: [`We are bringing it back. This page tries again by itself in ${seconds} seconds; you need not do anything.`, "Everything you have submitted is kept.", "If it is urgent, call 12345 or go to a window."], again: "Try again now" },
};

/** To a form that was sent: to come back by itself would lose what was typed. */
const awayForForm: Record<Language, Page> = {
  "zh-CN": { title: "系统暂时连不上，请稍后再提交", heading: "系统暂时连不上", lines: ["刚才这一步可能没有办成。请等一会儿，用浏览器的“返回”回到上一页，再提交一次：办成了的不会重复办。", "事情急，请拨打 12345，或者到窗口办。"], again: "重新打开这个页面" },
  en: { title: "The service cannot be reached, please send it again later", heading: "The service cannot be reached for the moment", lines: ["What you just sent may not have been done. Wait a little, go back in your browser and send it again: nothing is done twice.", "If it is urgent, call 12345 or go to a window."], again: "Open this page anew" },
};

/** Where somebody stands in the line: so many people before them, and in how many minutes it is their turn, as far as one can tell. */
export type Place = { before: number; minutes: number | undefined };

function waiting({ before, minutes }: Place): Record<Language, Page> {
  const zh = before === 0 ? "马上轮到您" : `前面还有 ${before} 人`;
  const en = before === 0 ? "Your turn is next" : before === 1 ? "1 person is before you" : `${before} people are before you`;
  return {
    "zh-CN": {
      title: zh, heading: zh,
      lines: [...(minutes === undefined ? [] : [minutes > 60 ? "大约要等一个多小时。" : `大约要等 ${minutes} 分钟。`]), `现在人多，按先来后到进入。这个页面每 ${seconds} 秒自己更新，轮到您时自动打开。`, "可以先去做别的：两小时内回来，位置还在。", "事情急，请拨打 12345，或者到窗口办。"],
      again: "现在看看轮到没有",
    },
    en: {
      title: en, heading: en,
      lines: [...(minutes === undefined ? [] : [minutes > 60 ? "It will take more than an hour." : `It will take about ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`]), `Many people are here, and whoever came first goes first. This page updates every ${seconds} seconds and opens by itself when it is your turn.`, "You may do something else: your place is kept for two hours.", "If it is urgent, call 12345 or go to a window."],
      again: "See whether it is my turn",
    },
  };
}

const style = `:root{color-scheme:light dark}body{margin:0 auto;padding:2rem 1rem;max-width:38rem;font:1.125rem/1.75 system-ui,sans-serif}h1{font-size:1.6em;line-height:1.4}a{display:inline-block;min-height:2.75rem;line-height:2.75rem;padding:0 1.25rem;border:2px solid;border-radius:6px;font-weight:600}.elder{font-size:1.5rem}.elder a{min-height:3.75rem;line-height:3.75rem}hr{margin:2.5rem 0 1.5rem;border:0;border-top:1px solid}`;
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

/** In the language of the address first, in the other one beneath; the title says it all, because that is what is read out anew. */
function html(page: Record<Language, Page>, { url = "/", headers, method }: IncomingMessage): string {
  const isForm = method === "POST";
  const first: Language = /^\/en(?:[/?]|$)/.test(url) ? "en" : "zh-CN";
  const second: Language = first === "en" ? "zh-CN" : "en";
  const elder = new RegExp(`(?:^|;\\s*)${modeCookie}=elder(?:;|$)`).test(headers.cookie ?? "");
  const link = /^\/(?![/\\])/.test(url) ? escaped(url) : "/";
  const { title, heading, lines, again } = page[first];
  const other = page[second];
  return `<!DOCTYPE html><html lang="${first}"${elder ? ' class="elder"' : ""}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">${isForm ? "" : `<meta http-equiv="refresh" content="${seconds}">`}<title>${title} - 通办</title><style>${style}</style></head>`
    + `<body><main><h1>${heading}</h1><div role="status">${lines.map((line) => `<p>${line}</p>`).join("")}</div><p><a href="${link}">${again}</a></p><hr><section lang="${second}"><h2>${other.heading}</h2><p>${other.lines[0]}</p></section></main></body></html>`;
}

type Told = { status: number; code: string; page: Record<Language, Page> };

function tell(request: IncomingMessage, response: ServerResponse, { status, code, page }: Told): void {
  const plain = (request.headers.accept ?? "").includes("text/html") && request.headers["rsc"] === undefined;
  const body = plain ? html(page, request) : JSON.stringify({ code, params: { seconds } });
  response.setHeader("content-security-policy", policy);
  response.writeHead(status, {
    "content-type": plain ? "text/html; charset=utf-8" : "application/json; charset=utf-8", "content-length": Buffer.byteLength(body),
    "cache-control": "no-store", "retry-after": String(seconds),
    // What is sent and not read would keep the connection.
    ...(request.method === "GET" || request.method === "HEAD" ? {} : { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

export const refuseBusy = (request: IncomingMessage, response: ServerResponse) => tell(request, response, { status: 503, code: "requests.busy", page: busy });

export const refuseAway = (request: IncomingMessage, response: ServerResponse) => tell(request, response, { status: 503, code: "requests.unavailable", page: request.method === "POST" ? awayForForm : away });

export const refuseTooMany = (request: IncomingMessage, response: ServerResponse) => tell(request, response, { status: 429, code: "requests.tooMany", page: tooMany });

export const tellPlace = (request: IncomingMessage, response: ServerResponse, place: Place) => tell(request, response, { status: 503, code: "requests.busy", page: waiting(place) });
