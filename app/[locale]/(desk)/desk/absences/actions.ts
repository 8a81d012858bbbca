"use server";

import { redirect } from "next/navigation";
import { missingIn, typedIn, type ActState } from "@/app/_shared/desk/actState";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { RecordAbsence } from "@/domain/applications/schema/assignment";

const path = "/desk/absences";

export async function record(_: ActState, form: FormData): Promise<ActState> {
  const days = { fromOn: dayFromForm(form, "fromOn") ?? "", untilOn: dayFromForm(form, "untilOn") ?? "" };
  const typed = { ...typedIn(form), ...days };
  const input = RecordAbsence.safeParse({ accountId: textOf(form, "accountId"), deputyId: textOf(form, "deputyId"), ...days, word: textOf(form, "word") });
  if (!input.success) return { missing: missingIn(input.error), typed };
  const refusal = await refusalOf((await apiFor(form)).applications.recordAbsence(input.data));
  await detour(refusal, form, `${path}?person=${input.data.accountId}`);
  return refusal ? { refusal, typed } : redirect(await here(`${path}?done=recorded`));
}

/** Ends an absence; with the second button its person gets back what the deputy holds still. */
export async function end(form: FormData): Promise<void> {
  const takeBack = textOf(form, "takeBack") === "yes";
  let returned = 0;
  const refusal = await refusalOf((async () => {
    ({ returned } = await (await apiFor(form)).applications.endAbsence({ id: textOf(form, "id"), takeBack }));
  })());
  await detour(refusal, form, path);
  redirect(await here(`${path}?${new URLSearchParams(refusal ? { refused: refusal.code } : { done: takeBack ? "returned" : "ended", count: String(returned) })}`));
}
