import type { Refusal } from "@/app/_trpc/server";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";

export const counterFields = ["number", "reason", "document", "name", "citizenId", "level", "newPhone"] as const;
export type CounterField = (typeof counterFields)[number];

/** What went wrong with what was typed, or what came of it. */
export type CounterState = {
  at?: string;
  refusal?: Refusal;
  missing?: CounterField[];
  typed?: Partial<Record<CounterField, string>>;
  /** Told once, to be handed over on paper. */
  code?: { text: string; expiresAt: string };
};

/** What a form is filled in with again after a sign-in or a proof came between. */
export const typedOf = (kept: KeptFields | undefined): { typed?: CounterState["typed"] } =>
  (kept ? { typed: Object.fromEntries(counterFields.map((name) => [name, textOfKept(kept, name)])) } : {});
