import type { Answers } from "@/app/_trpc/types";
import type { ErrorParams } from "@/domain/core/errors";

export type ProgressState = {
  at: string;
  typed: { number: string; queryCode: string };
  missing: readonly ("number" | "queryCode")[];
  refusal: { code: string; params: ErrorParams } | null;
  found: Answers["applications"]["progress"] | null;
};
