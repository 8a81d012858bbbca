"use server";

import { redirect } from "next/navigation";
import type { ActState } from "@/app/_shared/desk/actState";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";

const pathOf = (id: string) => `/desk/certificates/import/${id}`;

export async function confirm(_: ActState, form: FormData): Promise<ActState> {
  const id = textOf(form, "id");
  const refusal = await refusalOf((await apiFor(form)).certificates.confirmImport({ id }));
  await detour(refusal, form, pathOf(id));
  return refusal ? { refusal } : redirect(await here(pathOf(id)));
}

export async function cancel(_: ActState, form: FormData): Promise<ActState> {
  const id = textOf(form, "id");
  const refusal = await refusalOf((await apiFor(form)).certificates.cancelImport({ id }));
  await detour(refusal, form, pathOf(id));
  return refusal ? { refusal } : redirect(await here(pathOf(id)));
}
