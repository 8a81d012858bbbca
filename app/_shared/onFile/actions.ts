"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { ownPath } from "@/app/_shared/applications/ownPath";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

async function back(form: FormData, told: Record<string, string>): Promise<never> {
  const path = ownPath(text(form, "_path"));
  const query = new URLSearchParams(told);
  redirect(localePath(await getLocale(), `${path}${path.includes("?") ? "&" : "?"}${query}#field-${text(form, "_field")}`));
}

/** Uses a certificate in place of a paper; the words beside the button are what is agreed to. */
export async function attachCertificate(form: FormData): Promise<void> {
  const input = { id: text(form, "_draft"), fieldId: text(form, "_field"), certificateId: text(form, "_certificate"), consent: true as const };
  const refusal = await refusalOf((await apiFor(form)).applications.attachCertificate(input));
  await detour(refusal, form, ownPath(text(form, "_path")));
  await back(form, refusal ? { file: refusal.code, field: input.fieldId } : { onFile: "attached" });
}

/** Takes a certificate out of an application again, and its permission back. */
export async function detachCertificate(form: FormData): Promise<void> {
  const refusal = await refusalOf((await apiFor(form)).applications.detachCertificate({ id: text(form, "_draft"), attachmentId: text(form, "_attachment") }));
  await detour(refusal, form, ownPath(text(form, "_path")));
  // One that has gone already is what was asked for.
  await back(form, refusal && refusal.code !== "applications.certificateNotThere" ? { file: refusal.code, field: text(form, "_field") } : { onFile: "removed" });
}
