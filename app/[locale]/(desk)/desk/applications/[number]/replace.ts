"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { AskReplacement } from "@/domain/applications/schema/on-file";

/** What was typed comes back with what is missing or was refused. */
export type ReplaceState = { reason: string; dueOn: string; missing?: readonly ("reason" | "dueOn")[]; refusal?: Refusal };

/** Asks the applicant for something else in place of a certificate that ended. */
export async function askReplacement(_: ReplaceState, form: FormData): Promise<ReplaceState> {
  const typed = { reason: textOf(form, "reason"), dueOn: dayFromForm(form, "dueOn") ?? "" };
  const path = `/desk/applications/${textOf(form, "number")}`;
  const input = AskReplacement.safeParse({ id: textOf(form, "id"), version: Number(textOf(form, "version")), attachmentId: textOf(form, "attachment"), ...typed });
  if (!input.success) return { ...typed, missing: (["reason", "dueOn"] as const).filter((name) => input.error.issues.some((issue) => issue.path[0] === name)) };
  const refusal = await refusalOf((await apiFor(form)).applications.askReplacement(input.data));
  await detour(refusal, form, path);
  if (refusal) return { ...typed, refusal };
  redirect(await here(`${path}#acts`));
}
