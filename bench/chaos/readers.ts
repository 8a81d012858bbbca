import { setTimeout as pause } from "node:timers/promises";
import type { World } from "./world";

/** What readers met: how many answers, and of what kinds those were that a portal in order does not give. */
export type Looks = { answers: number; failures: Map<string, number> };

type Look = { path: string; cookie?: string; accept?: string; expected: number };

const procedure = (name: string, input: object) => `/api/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`;

/** What people open while others act, refusals among it; pages where the portal has them. */
function looksIn({ itemCode, citizens, desk }: World, pages: boolean): Look[] {
  const [citizen, clerk] = [citizens[0]?.cookie ?? "", desk.clerk[0]?.cookie ?? ""];
  const page = (path: string, cookie?: string): Look => ({ path, accept: "text/html", expected: 200, ...(cookie ? { cookie } : {}) });
  return [
    { path: procedure("items.search", { query: "许可" }), expected: 200 }, { path: procedure("items.get", { code: itemCode }), expected: 200 },
    { path: procedure("applications.listOwn", {}), cookie: citizen, expected: 200 }, { path: procedure("applications.queue", {}), cookie: clerk, expected: 200 },
    { path: procedure("applications.queue", {}), expected: 401 }, { path: procedure("applications.nothing", {}), expected: 404 },
    { path: "/api/health/ready", expected: 200 }, { path: `/api/files/${crypto.randomUUID()}`, cookie: citizen, expected: 404 },
    ...(pages ? [page("/"), page("/en"), page(`/items/${itemCode}`), page("/items?q=xuke"), page("/me", citizen), page("/desk", clerk), { ...page("/items/none"), expected: 404 }] : []),
  ];
}

/** Opens one thing after the other until told to stop. */
export async function look(world: World, url: () => string, { goesOn, pages, pauseMs, looks }: { goesOn: () => boolean; pages: boolean; pauseMs: number; looks: Looks }): Promise<void> {
  const all = looksIn(world, pages);
  for (let turn = 0; goesOn(); turn += 1) {
    const one = all[turn % all.length];
    if (one) await lookAt(url(), one, looks);
    await pause(pauseMs / 2 + Math.random() * pauseMs);
  }
}

async function lookAt(url: string, { path, cookie, accept = "*/*", expected }: Look, looks: Looks): Promise<void> {
  const failed = (what: string) => looks.failures.set(what, (looks.failures.get(what) ?? 0) + 1);
  try {
    const response = await fetch(url + path, { headers: { accept, ...(cookie ? { cookie } : {}) }, redirect: "manual", signal: AbortSignal.timeout(30_000) });
    await response.arrayBuffer();
    looks.answers += 1;
    if (response.status !== expected) failed(`${response.status} ${path.split("?")[0]}`);
  } catch {
    failed(`no answer ${path.split("?")[0]}`);
  }
}
