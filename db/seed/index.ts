import type { Tx } from "@/db/client";
import { env } from "@/env";
import { seedDemo } from "./demo";
import { seedDirectory } from "./directory";
import { seedItems } from "./items";
import { seedLifeEvents } from "./life-events";
import { seedReference } from "./reference";

export type SeedOptions = { mode: "demo" | "reference" | "none"; report(message: string): void };

/** Fills a database, adding what is missing and changing nothing that is there: `reference` for production, `demo` a believable city on top. */
export async function seed(tx: Tx, { mode, report }: SeedOptions): Promise<void> {
  if (mode === "none") return;
  const { CLOCK } = env();
  const now = CLOCK ? new Date(CLOCK) : new Date();
  await seedReference(tx, now, report);
  if (mode === "reference") return;
  await seedItems(tx, now, report);
  await seedLifeEvents(tx, now, report);
  await seedDirectory(tx, now, report);
  await seedDemo(tx, now, report);
}
