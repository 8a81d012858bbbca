"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { ChooseDelivery } from "@/domain/applications/schema/deliveries";

type Field = "way" | "name" | "phone" | "address" | "windowId";
export type ChoiceState = { at?: string; typed?: Readonly<Record<string, string>>; wrong?: readonly Field[]; refusal?: Refusal };

/** How the result is to come. */
export async function choose(_: ChoiceState, form: FormData): Promise<ChoiceState> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const typed = Object.fromEntries(["way", "name", "phone", "address", "windowId"].map((name) => [name, text(name)]));
  const { way, windowId, ...addressee } = typed;
  const input = ChooseDelivery.safeParse(way === "pickUp" ? { id: text("id"), way, windowId } : { id: text("id"), way, addressee });
  const stay: ChoiceState = { at: crypto.randomUUID(), typed };
  if (!input.success) return { ...stay, wrong: (["way", "name", "phone", "address", "windowId"] as const).filter((name) => input.error.issues.some(({ path }) => path.at(-1) === name)) };
  const refusal = await refusalOf((await apiFor(form)).applications.chooseDelivery(input.data));
  const home = `/me/applications/${text("number")}/delivery`;
  await detour(refusal, form, home);
  if (refusal) return { ...stay, refusal };
  redirect(localePath(await getLocale(), `${home}?did=chosen`));
}
