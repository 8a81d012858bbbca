"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";

/** Says that the original was seen and given back, or takes that word back. */
export async function compareOriginal(form: FormData): Promise<void> {
  const path = `/desk/applications/${textOf(form, "number")}`;
  const refusal = await refusalOf((await apiFor(form)).applications.counterCompare({ id: textOf(form, "id"), fileId: textOf(form, "file"), compared: textOf(form, "compared") === "yes" }));
  await detour(refusal, form, path);
  redirect(await here(`${path}#materials`));
}
