import budgets from "./page-budgets.json";
import { openSessions } from "./drafts";
import { inTurn, type Load, measureByTurns, type Request } from "./load";
import type { Server } from "./machine";
import { startMinimalPages } from "./plain-page";
import { startPortal } from "./rates";
import { callerFor, cookieOf } from "./record";
import type { Row } from "./report";
import type { World } from "./scenario";
import type { Verdict } from "./verdict";

// What pages for somebody signed in cost beside the least that Next makes of one: a statement that asks who it is, and a nonce.

const most = 1.5;

type Page = { what: keyof typeof budgets; path: string; tokens: readonly string[] };

/** Every page with a budget, as so many people open it. */
export async function signedInPages({ pool, url, citizens, staff }: Pick<World, "pool" | "url" | "citizens" | "staff">): Promise<Page[]> {
  const people = await openSessions(url, citizens.slice(0, 20));
  const clerks = await openSessions(url, staff.slice(0, 20));
  const { rows } = await pool.query<{ id: string }>("select id from accounts where sign_in_name = 'citizen-l4'");
  const [token = ""] = await openSessions(url, rows.map(({ id }) => id));
  const person = await callerFor(pool, token);
  const found = (await person.items.search({ query: "居住证申领" })).rows.find(({ name }) => name === "居住证申领");
  if (!found) throw new Error("The demo city has no residence permit.");
  const { id } = await person.applications.start({ itemCode: found.code });
  const { definition: { sections } } = await person.applications.draft({ id });
  return [
    { what: "/me", path: "/me", tokens: people },
    { what: "/me/applications", path: "/me/applications", tokens: people },
    { what: "/me/messages", path: "/me/messages", tokens: people },
    { what: "/apply/[id]/[section]", path: `/apply/${id}/${sections[0]?.id}`, tokens: [token] },
    { what: "/desk", path: "/desk", tokens: clerks },
  ];
}

/** Each page beside the minimal one, by turns. */
export async function measureSignedIn(world: Omit<World, "drafts">, load: Load, say: (text: string) => void): Promise<{ rows: Row[]; verdicts: Verdict[] }> {
  say("Preparing pages for people signed in …");
  const pages = await signedInPages(world);
  const minimal = await startMinimalPages(world.url);
  const portal = await startPortal();
  const rows: Row[] = [];
  const verdicts: Verdict[] = [];
  for (const { what, path, tokens } of pages) {
    say(`Opening ${what} …`);
    const statements = await statementsOf(portal, path, tokens[0] ?? "");
    const asked = (to: string) => inTurn(tokens.map((token): Request => ({ method: "GET", path: to, headers: { accept: "text/html", cookie: cookieOf(token) } })));
    const [plain, own] = await measureByTurns([{ server: minimal, source: asked("/") }, { server: portal, source: asked(path) }], load);
    rows.push({ what, targets: [], portal: own, plain });
    verdicts.push({ what, figure: "CPU, of a minimal page's", value: own.failed + plain.failed > 0 ? Number.NaN : own.cpuMs / plain.cpuMs, bound: "atMost", target: most });
    verdicts.push({ what, figure: "statements", value: statements, bound: "atMost", target: budgets[what].statements });
  }
  await portal.stop();
  await minimal.stop();
  return { rows, verdicts };
}

/** How many statements one answer takes, once what is read now and then is there. */
async function statementsOf({ url, counted }: Server, path: string, token: string): Promise<number> {
  for (let visits = 0; visits < 3; visits += 1) {
    const response = await fetch(url + path, { headers: { accept: "text/html", cookie: cookieOf(token) }, redirect: "manual" });
    await response.text();
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}.`);
  }
  return (await counted()).last;
}
