// node scripts/run.mjs bench/form-builder.ts --url http://localhost:3000: on a running demo city, how fast a form of 200 fields opens in the builder, answers a key and is saved.
import { readFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { generateSync } from "otplib";

const { values: { url, rounds } } = parseArgs({ options: { url: { type: "string", default: "http://localhost:3000" }, rounds: { type: "string", default: "11" } } });
const who = { id: "item-editor", file: new URL("../db/seed/demo-accounts.json", import.meta.url) };

type Account = { key: string; signInId: string; password: string; totpSecret?: string };

async function signIn(page: Page): Promise<void> {
  const account = (JSON.parse(await readFile(who.file, "utf8")) as Account[]).find(({ key }) => key === who.id);
  if (!account) throw new Error("The demo city has no editor.");
  await page.goto(`${url}/sign-in?next=/admin/items`);
  await page.getByLabel("手机号或证件号").fill(account.signInId);
  await page.getByLabel("密码", { exact: true }).fill(account.password);
  await page.getByRole("main").getByRole("button", { name: "登录", exact: true }).click();
  if (account.totpSecret) {
    await page.getByLabel("动态验证码").fill(generateSync({ secret: account.totpSecret }));
    await page.getByRole("button", { name: "验证" }).click();
  }
  await page.waitForURL(/admin\/items/);
}

/** 20 pages of ten questions, every second under a condition. */
function bigForm() {
  const label = (zh: string) => ({ zh, en: zh });
  const fields = (page: number) => Array.from({ length: 10 }, (_, at) => (at === 0
    ? { id: `p${page}f0`, type: "yesNo", label: label(`第 ${page} 页第一问`) }
    : { id: `p${page}f${at}`, type: at % 3 === 0 ? "number" : "text", label: label(`第 ${page} 页第 ${at + 1} 问`), hint: label("照实填写"), ...(at % 2 && { visibleWhen: `p${page}f0 == true` }) }));
  return { version: 1, sections: Array.from({ length: 20 }, (_, at) => ({ id: `page-${at + 1}`, title: label(`第 ${at + 1} 页`), fields: fields(at + 1) })) };
}

const middle = (times: number[]) => Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0);

async function timed(act: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await act();
  return performance.now() - before;
}

type Draft = { draft: { version: number; content: unknown } | null };

async function prepare(page: Page): Promise<string> {
  const call = async <T>(path: string, input: unknown, post = false): Promise<T> => {
    const answer = post ? await page.request.post(`${url}/api/trpc/${path}`, { data: input }) : await page.request.get(`${url}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`);
    if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
    return ((await answer.json()) as { result: { data: T } }).result.data;
  };
  const { rows } = await call<{ rows: { id: string }[] }>("items.listForEdit", { limit: 1 });
  const itemId = rows[0]?.id ?? "";
  if (!(await call<Draft>("items.getForEdit", { itemId })).draft) await call("items.openRevision", { itemId }, true);
  const { draft } = await call<Draft>("items.getForEdit", { itemId });
  await call("items.patchRevision", { itemId, version: draft?.version ?? 0, changes: { form: bigForm() } }, true);
  return itemId;
}

const executablePath = process.env["CHROMIUM_PATH"];
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ locale: "zh-CN" });
await signIn(page);
const itemId = await prepare(page);
const [opens, keys, saves]: [number[], number[], number[]] = [[], [], []];
const saved = page.getByText("已保存。公众页面还没有变化");
for (let round = 0; round < Number(rounds); round += 1) {
  opens.push(await timed(async () => {
    await page.goto(`${url}/admin/items/${itemId}/edit/form`, { waitUntil: "commit" });
    // Ready once a key is answered: the row moves the choice.
    await page.getByRole("treeitem").nth(219).waitFor({ state: "attached" });
    await page.waitForFunction(() => Object.keys(document.querySelector("[role=tree]") ?? {}).some((key) => key.startsWith("__reactProps")));
  }));
  await page.getByRole("treeitem").nth(2).click();
  const label = page.locator("[name='properties.label.zh']");
  await label.waitFor();
  keys.push(await timed(async () => {
    await label.press("End");
    await label.press("a");
    await page.waitForFunction(() => document.querySelectorAll("[role=treeitem]")[2]?.textContent?.includes(document.querySelector<HTMLInputElement>("[name='properties.label.zh']")?.value ?? " "));
  }));
  saves.push(await timed(async () => {
    await page.keyboard.press("Control+s");
    await saved.waitFor();
  }));
}
console.log(`200 fields, p50 of ${rounds}: opens ${middle(opens)} ms, a key ${middle(keys)} ms, saved ${middle(saves)} ms`);
await browser.close();
