"use server";

import { api, refusalOf } from "@/app/_trpc/server";
import { LookUpProgress } from "@/domain/applications/schema";
import { normaliseCode } from "@/domain/core/codes";
import type { ProgressState } from "./state";

/** Looks a case up; what was typed stays, and a wrong number and a wrong code look the same. */
export async function lookUp(_previous: ProgressState, form: FormData): Promise<ProgressState> {
  const typed = { number: String(form.get("number") ?? ""), queryCode: String(form.get("queryCode") ?? "") };
  const at = crypto.randomUUID();
  const input = { number: normaliseCode(typed.number), queryCode: normaliseCode(typed.queryCode) };
  const missing = (["number", "queryCode"] as const).filter((name) => input[name] === "");
  if (missing.length > 0) return { at, typed, missing, refusal: null, found: null };
  if (!LookUpProgress.safeParse(input).success) return { at, typed, missing: [], refusal: { code: "applications.progressNotFound", params: {} }, found: null };
  let found: ProgressState["found"] = null;
  const refusal = await refusalOf((await api()).applications.progress(input).then((value) => (found = value)));
  return { at, typed, missing: [], refusal: refusal ?? null, found };
}
