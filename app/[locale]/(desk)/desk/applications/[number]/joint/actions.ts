"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { AskDepartment, HandBack } from "@/domain/applications/schema/joint";

export type BranchState = { at?: string; step?: string; reason?: string; departmentId?: string; wrong?: "reason" | "departmentId"; refusal?: Refusal };

/** Hands a branch back, or asks another department for it. */
export async function moveBranch(_: BranchState, form: FormData): Promise<BranchState> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const [step, reason, departmentId] = [text("step"), text("reason"), text("departmentId")];
  const at = { id: text("id"), version: Number(text("version")), step };
  const stay: BranchState = { at: crypto.randomUUID(), step, reason, departmentId };
  const calls = (await apiFor(form)).applications;
  const asks = text("_do") === "ask";
  const ask = AskDepartment.safeParse({ ...at, departmentId });
  const back = HandBack.safeParse({ ...at, reason });
  if (asks && !ask.success) return { ...stay, wrong: "departmentId" };
  if (!asks && !back.success) return { ...stay, wrong: "reason" };
  const refusal = await refusalOf(asks && ask.success ? calls.askDepartment(ask.data) : calls.handBack(back.data ?? { ...at, reason }));
  const home = `/desk/applications/${text("number")}`;
  await detour(refusal, form, `${home}/joint`);
  if (refusal) return { ...stay, refusal };
  // Who handed a branch back sees the case no more.
  redirect(localePath(await getLocale(), asks ? `${home}/joint?did=asked` : "/desk"));
}
