import type { Refusal } from "@/app/_trpc/server";

/** Why an act was refused, or which form was not whole. */
export type ActState = { refusal?: Refusal; missing?: true; typed?: Record<string, string[]> };
