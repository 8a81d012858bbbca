import type { Refusal } from "@/app/_trpc/server";

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
