import type { Answers } from "@/app/_trpc/types";

export type OperationsStanding = Answers["operations"]["standing"];
