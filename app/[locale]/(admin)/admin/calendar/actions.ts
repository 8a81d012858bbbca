"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { ProposeCalendar } from "@/domain/departments/schema";
import type { CalendarState } from "./state";

const path = "/admin/calendar";

/** Writes a year down for another administrator to confirm; what was typed comes back when it is refused. */
export async function propose(_: CalendarState, form: FormData): Promise<CalendarState> {
  const typed = { year: textOf(form, "year"), source: textOf(form, "source"), text: textOf(form, "text") };
  const input = ProposeCalendar.safeParse({ ...typed, year: Number(typed.year.normalize("NFKC")) });
  if (!input.success) return { typed, missing: [...new Set(input.error.issues.map(({ path: [field] }) => (field === "year" || field === "source" ? field : "text")))] };
  const refusal = await refusalOf((await apiFor(form)).departments.proposeCalendar(input.data));
  await detour(refusal, form, path);
  if (refusal) return { refusal, typed };
  redirect(await here(`${path}?done=proposed`));
}

/** Confirms or refuses what a colleague wrote. */
export async function decide(_: CalendarState, form: FormData): Promise<CalendarState> {
  const outcome = textOf(form, "outcome") === "confirmed" ? "confirmed" : "refused";
  const reason = textOf(form, "reason").trim();
  if (outcome === "refused" && !reason) return { missing: ["reason"] };
  const refusal = await refusalOf((await apiFor(form)).departments.decideCalendar({ id: textOf(form, "id"), outcome, ...(reason ? { reason } : {}) }));
  await detour(refusal, form, path);
  if (refusal) return { refusal, reason };
  redirect(await here(`${path}?done=${outcome}`));
}
