import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "./baseline";
import { type Load, measureByTurns } from "./load";
import { startServer } from "./machine";
import type { Row } from "./report";
import type { Prepared, Scenario, World } from "./scenario";
import type { Verdict } from "./verdict";

// More than either server has been seen to file in a second on fast machines; whoever runs out of drafts ends early.
const fastest = { portal: 500, plain: 4000 };

/** Behind a proxy, so that requests can come from many addresses: sign-ins are limited for each. Nobody is asked to wait: that is another measurement. */
const measured = { TRUSTED_PROXIES: "1", REQUESTS_AT_ONCE: "1000" };

/**
 * The web process that is measured. The jobs are left to another, as compose.yaml and the manifests ship it: what they do with an outbox row is no part of an
 * answer, and the baseline does nothing of it. `more` for what one measurement needs.
 */
export const startPortal = (more: Record<string, string> = {}) => startServer("server/main.ts", "/api/health/ready", [], { ...measured, JOBS: "0", ...more });

type Prepares = { scenario: Scenario; requests: Prepared };

/** Each scenario on the portal and on the baseline, by turns. */
export async function measureRates(world: Omit<World, "drafts">, { chosen, load, folder }: { chosen: readonly Scenario[]; load: Load; folder: string }, say: (text: string) => void): Promise<Row[]> {
  const perSecond = (rate: number) => rate * (load.seconds + load.warmUpSeconds);
  say("Preparing the requests …");
  const prepared: Prepares[] = [];
  for (const scenario of chosen) {
    prepared.push({ scenario, requests: await scenario.prepare({ ...world, drafts: { portal: perSecond(fastest.portal), plain: perSecond(fastest.plain) } }) });
  }
  const plan: Plan = { databaseUrl: world.url, reads: Object.assign({ "/": [] }, ...prepared.map(({ requests }) => requests.reads)) };
  const planFile = join(folder, "plan.json");
  await writeFile(planFile, JSON.stringify(plan), { mode: 0o600 });
  return measureAll(prepared, { planFile, load }, say);
}

async function measureAll(prepared: readonly Prepares[], { planFile, load }: { planFile: string; load: Load }, say: (text: string) => void): Promise<Row[]> {
  say("Starting the portal and the baseline …");
  const portal = await startPortal();
  const plain = await startServer("bench/baseline.ts", "/", [planFile]);
  const rows: Row[] = [];
  for (const { scenario: { what, targets = [] }, requests } of prepared) {
    say(`Measuring ${what} …`);
    const { source, status } = typeof requests.portal === "function" ? { source: requests.portal, status: 200 } : await requests.portal.at(portal.url);
    const [beside, own] = await measureByTurns([{ server: plain, source: requests.plain }, { server: portal, source, status }], load);
    rows.push({ what, targets, plain: beside, portal: own });
  }
  await portal.stop();
  await plain.stop();
  return rows;
}

/** What the rows say of their targets; an answer that was not as it should be is not one. */
export function verdictsOf(rows: readonly Row[]): Verdict[] {
  return rows.flatMap(({ what, targets, portal, plain }) => targets.map(({ figure, atLeast }): Verdict => {
    const value = figure === "ratio" ? portal.perSecond / plain.perSecond : portal.perSecond;
    return { what, figure: figure === "ratio" ? "requests/s, of the baseline's" : figure, value: portal.failed + plain.failed > 0 ? Number.NaN : value, bound: "atLeast", target: atLeast };
  }));
}
