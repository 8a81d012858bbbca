import type { Answers } from "@/app/_trpc/types";

/** What the guide page shows of an item. */
export type Guide = Extract<Answers["items"]["get"], { kind: "guide" }>["guide"];
