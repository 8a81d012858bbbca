"use server";

import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ReadByDuty } from "@/domain/applications/schema/duty";

/** What was read, or why not, with what was typed. */
export type DutyState = { told?: Answers["applications"]["readByDuty"]; typed?: Readonly<Record<string, string>>; wrong?: readonly string[]; refusal?: Refusal };

/** Reads a certificate by duty and shows it, this once. */
export async function readCertificate(_: DutyState, form: FormData): Promise<DutyState> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const typed = { typeId: text("typeId"), legalBasis: text("legalBasis"), purpose: text("purpose") };
  const input = ReadByDuty.safeParse({ id: text("id"), ...typed });
  if (!input.success) return { typed, wrong: [...new Set(input.error.issues.map(({ path }) => String(path[0])))] };
  let told: DutyState["told"];
  const refusal = await refusalOf((await apiFor(form)).applications.readByDuty(input.data).then((answer) => (told = answer)));
  await detour(refusal, form, `/desk/applications/${text("number")}/certificates`);
  return { typed, ...(refusal ? { refusal } : {}), ...(told ? { told } : {}) };
}
