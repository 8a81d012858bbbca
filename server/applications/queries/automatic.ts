import { z } from "zod";
import { open, seal } from "@/db/personal-data";
import type { Place } from "@/db/sealed-places";
import { LocalisedText } from "@/domain/forms/schema";
import type { ApplicationRow } from "./case";

/** How a machine came to grant a case: the row of the table, its words, and the facts that met it, masked. */
export const AutomaticStanding = z.object({
  row: z.int(), explanation: z.object({ zh: z.string(), en: z.string() }), decidedAt: z.string(),
  facts: z.array(z.object({ label: LocalisedText, value: z.string() })),
});
export type AutomaticStanding = z.infer<typeof AutomaticStanding>;

const place = (id: string): Place => ({ table: "applications", column: "automatic_decision", row: id });

/** It tells of a person and is kept closed like their answers. */
export const sealAutomatic = (id: string, standing: AutomaticStanding): string => seal(JSON.stringify(standing), place(id));

/** The automatic decision of a case, where a machine granted it. */
export function automaticStanding({ id, automaticDecision }: Pick<ApplicationRow, "id" | "automaticDecision">): AutomaticStanding | null {
  return automaticDecision ? AutomaticStanding.parse(JSON.parse(open(automaticDecision, place(id)))) : null;
}
