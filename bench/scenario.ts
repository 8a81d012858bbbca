import type { Pool } from "pg";
import type { Source } from "./load";
import type { Statement } from "./record";

/** One thing that is measured, with the same requests for the portal and for the baseline. */
export type Scenario = {
  name: string;
  what: string;
  targets?: readonly Target[];
  prepare(world: World): Promise<Prepared>;
};

/** How many answers at least: as a ratio to those of the baseline, or in a second. */
export type Target = { figure: "ratio" | "requests/s"; atLeast: number };

/**
 * `reads`: what the baseline sends to the database for each of its paths. Where the portal's requests can be written only
 * once it runs (a form holds what its page gave it), `at` writes them, and says with which status they are answered.
 */
export type Prepared = { portal: Source | { at(url: string): Promise<{ source: Source; status: number }> }; plain: Source; reads: Record<string, Statement[]> };

export type World = {
  pool: Pool;
  url: string;
  codes: string[];
  citizens: string[];
  /** Has more applications than anybody. */
  busiest: string;
  staff: string[];
  /** How many drafts the portal and the baseline may each file. */
  drafts: { portal: number; plain: number };
};
