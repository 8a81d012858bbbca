"use server";

import { apiFor } from "@/app/_trpc/server";
import { RetryWork } from "@/domain/operations/schema";
import { settle, textIn, wrongIn } from "../_parts/act";
import type { ActState } from "../_parts/state";

/** Tries work again that was given up. */
export async function retry(_: ActState, form: FormData): Promise<ActState> {
  const input = RetryWork.safeParse({ id: textIn(form, "id") });
  if (!input.success) return wrongIn(form, ["id"]);
  return settle(form, (await apiFor(form)).operations.retry(input.data), { path: "/admin/operations", done: "retried" });
}
