import type { Refusal } from "@/app/_trpc/server";

/** What was typed, and what was wrong with it. */
export type NewState = { typed: Record<string, string>; missing?: ("name" | "itemType" | "place" | "division" | "basicCode")[]; refusal?: Refusal };
