import type { Refusal } from "@/app/_trpc/server";

/** A Chinese text with the English that was typed for it; empty where there is none. */
export type Pair = { zh: string; en: string };

/** A text as the form asks for it: where it stands in the guide, in words. */
export type Entry = Pair & { place: string };

/** What was typed, at which version of the draft; `wrong` holds the Chinese whose English is no good, `theirs` what a colleague wrote for the same. */
export type EnglishState = { typed: readonly Pair[]; version: number; attempt: number; wrong: readonly string[]; refusal?: Refusal; theirs?: readonly Pair[] };
