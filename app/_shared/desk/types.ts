import type { Answers } from "@/app/_trpc/types";

export type DeskCase = Answers["applications"]["getForDesk"];
export type QueueRow = Answers["applications"]["queue"]["rows"][number];
