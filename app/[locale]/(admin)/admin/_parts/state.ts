import type { Refusal } from "@/app/_trpc/server";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";

/** Why an act was not done, which fields are wrong, and all that was typed. */
export type ActState = { refusal?: Refusal; wrong?: readonly string[]; typed?: KeptFields };
