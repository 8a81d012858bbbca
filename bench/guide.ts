import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { modeCookie } from "@/domain/identity/rules/preferences";
import { inTurn, type Request } from "./load";
import { record } from "./record";
import type { Prepared, Scenario, World } from "./scenario";

const items = 20;

/** In which language and mode a page is asked for, and what its first tag then says. */
const views = [
  { prefix: "", cookie: "", lang: "zh-CN", mode: "standard" },
  { prefix: "/en", cookie: "", lang: "en", mode: "standard" },
  { prefix: "", cookie: `${modeCookie}=elder`, lang: "zh-CN", mode: "elder" },
] as const;

/** The public page of an item, in both languages and in senior mode; each answer is looked at once before it is measured. */
export const guide: Scenario = {
  name: "guide",
  what: "page of an item, as HTML",
  targets: [{ figure: "ratio", atLeast: 0.5 }, { figure: "requests/s", atLeast: 1000 }],
  async prepare({ pool, codes }: World): Promise<Prepared> {
    const shown = codes.slice(0, items);
    const reads = Object.fromEntries(await Promise.all(shown.map(async (code, index) => [`/guide/${index}`, await record(pool, undefined, (caller) => caller.items.get({ code }))] as const)));
    const plain = Object.keys(reads).map((path): Request => ({ method: "GET", path, headers: {} }));
    return { portal: { at: async (url) => ({ source: inTurn(await looked(url, shown)), status: 200 }) }, plain: inTurn(plain), reads };
  },
};

async function looked(url: string, codes: readonly string[]): Promise<Request[]> {
  const requests: Request[] = [];
  for (const code of codes) {
    for (const view of views) {
      const path = `${view.prefix}/items/${code}`;
      const headers = { accept: "text/html", ...(view.cookie ? { cookie: view.cookie } : {}) };
      const nonces = [await nonceOf(url + path, headers, view), await nonceOf(url + path, headers, view)];
      if (nonces[0] === nonces[1]) throw new Error(`${path} has the same nonce twice.`);
      requests.push({ method: "GET", path, headers });
    }
  }
  return requests;
}

/** The nonce of one answer, which every script of it carries; an answer that is not as it should be is not worth measuring. */
async function nonceOf(address: string, headers: Record<string, string>, view: (typeof views)[number]): Promise<string> {
  const response = await answered(address, headers);
  const html = await text(response);
  const [, nonce] = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic'/.exec(String(response.headers["content-security-policy"])) ?? [];
  if (response.statusCode !== 200 || !nonce || !isMarked(html, nonce) || !isSeenAs(html, view)) throw new Error(`${address} is not as it should be: status ${response.statusCode}, nonce ${nonce}.`);
  return nonce;
}

// As a browser visits, which `fetch` is not. A process that has just started on a busy machine asks new visitors to wait.
async function answered(address: string, headers: Record<string, string>): Promise<IncomingMessage> {
  for (let tries = 1; ; tries += 1) {
    const [response]: IncomingMessage[] = await once(get(address, { headers }), "response");
    if (response?.statusCode !== 503 || tries === 60) return response ?? Promise.reject(new Error(`${address} does not answer.`));
    response.resume();
    await pause(1000);
  }
}

function isMarked(html: string, nonce: string): boolean {
  const scripts = html.match(/<script\b[^>]*>/g) ?? [];
  return scripts.length > 0 && scripts.every((tag) => tag.includes(`nonce="${nonce}"`));
}

function isSeenAs(html: string, { lang, mode }: (typeof views)[number]): boolean {
  const [root = ""] = /<html[^>]*>/.exec(html) ?? [];
  return root.includes(`lang="${lang}"`) && root.includes(`data-mode="${mode}"`);
}
