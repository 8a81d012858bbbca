import type { Refusal } from "@/app/_trpc/server";

export const deliveryForms = ["prepare", "send", "ready", "return", "confirm"] as const;
export type DeliveryForm = (typeof deliveryForms)[number];

/** Which form it was, what was typed, and what is wrong with it. */
export type DeliveryState = { at?: string; form?: DeliveryForm; typed?: Readonly<Record<string, string>>; wrong?: readonly string[]; refusal?: Refusal };
