import type { Answers } from "@/app/_trpc/types";

export type DeskCase = Answers["applications"]["getForDesk"];
export type QueueRow = Answers["applications"]["queue"]["rows"][number];
export type QueueCounts = Answers["applications"]["queueCounts"];
export type DeskViews = Answers["applications"]["deskViews"];
