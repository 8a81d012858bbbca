import type { Pool } from "pg";
import type { Source } from "./load";
import type { Statement } from "./record";

/** One thing that is measured, with the same requests for the portal and for the baseline. */
export type Scenario = {
  name: string;
  what: string;
  prepare(world: World): Promise<Prepared>;
};

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
  staff: string[];
  /** How many drafts the portal and the baseline may each file. */
  drafts: { portal: number; plain: number };
};
