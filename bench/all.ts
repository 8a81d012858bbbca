import { writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import type { Pool } from "pg";
import { measureGrowth } from "./growth";
import type { Load } from "./load";
import { machineFacts } from "./machine";
import { measurePaging } from "./paging";
import { measureRates, verdictsOf } from "./rates";
import { type Row, tableOf } from "./report";
import type { Scenario, World } from "./scenario";
import { measureSignedIn } from "./signed-in";
import { isMet, tableOfVerdicts, type Verdict } from "./verdict";

export type Everything = { chosen: readonly Scenario[]; cases: number; many: number; load: Load; json: string | undefined };

type Part = { part: string; beside: readonly [string, string]; rows: readonly Row[] };

// What is under way when a turn ends is paid for and not counted: of pages, which take long, there may not be many at once.
const ofPages = (load: Load): Load => ({ ...load, connections: Math.min(4, load.connections) });

/** Every target in one run; gives how many were missed. */
export async function measureEverything(world: Omit<World, "drafts"> & { pool: Pool; folder: string }, { chosen, cases, many, load, json }: Everything, say: (text: string) => void): Promise<number> {
  const before = loadavg()[0] ?? Number.NaN;
  const rates = await measureRates(world, { chosen, load, folder: world.folder }, say);
  const pages = await measureSignedIn(world, ofPages(load), say);
  const paging = await measurePaging(world, load, say);
  const growth = await measureGrowth(world, { load, cases, many }, say);
  const parts: Part[] = [
    { part: `${cases} cases, beside plain node:http + pg`, beside: ["portal", "http + pg"], rows: rates },
    { part: "pages for people signed in, beside a minimal page of Next", beside: ["portal", "minimal page"], rows: pages.rows },
    { part: "a page far down a list, beside the first one", beside: ["far down", "first page"], rows: paging.rows },
    { part: `with ${many} cases, beside ${cases}`, beside: [`${many}`, `${cases}`], rows: growth.rows },
    { part: "a search with its total, beside a scan of every row with LIKE", beside: ["portal", "LIKE scan"], rows: [growth.search] },
  ];
  const verdicts = [...verdictsOf(rates), ...pages.verdicts, ...paging.verdicts, ...growth.verdicts];
  const machine = `${await machineFacts(world.pool)} · load of the machine ${before.toFixed(1)} before, ${(loadavg()[0] ?? Number.NaN).toFixed(1)} after`;
  console.log(`\n${machine}\n${load.connections} connections · ${load.seconds} s each after ${load.warmUpSeconds} s of warming up, by turns · no jobs\n`);
  for (const { part, beside, rows } of parts) console.log(`${part}\n${tableOf(rows, beside)}\n`);
  console.log(tableOfVerdicts(verdicts));
  if (json) await writeFile(json, JSON.stringify({ machine, cases, many, load, parts, verdicts: verdicts.map(told) }, null, 2));
  return verdicts.filter((verdict) => !isMet(verdict)).length;
}

const told = (verdict: Verdict) => ({ ...verdict, met: isMet(verdict) });
