import type { Refusal } from "@/app/_trpc/server";

/** Why an act on the calendar was not done, what was typed, and which fields were left empty. */
export type CalendarState = { refusal?: Refusal; missing?: ("year" | "source" | "text" | "reason")[]; reason?: string; typed?: { year: string; source: string; text: string } };
