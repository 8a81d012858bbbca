"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";

const pathOf = (form: FormData) => `/me/applications/${textOf(form, "number")}/share`;

async function backTo(form: FormData, refusal: Refusal | undefined, did: string): Promise<never> {
  await detour(refusal, form, pathOf(form));
  redirect(localePath(await getLocale(), `${pathOf(form)}?${refusal ? `refused=${encodeURIComponent(refusal.code)}` : `did=${did}`}`));
}

/** Makes an address for family. */
export async function share(form: FormData): Promise<void> {
  const refusal = await refusalOf((await apiFor(form)).applications.shareProgress({ number: textOf(form, "number") }));
  await backTo(form, refusal, "made");
}

/** Takes one back. */
export async function revoke(form: FormData): Promise<void> {
  const refusal = await refusalOf((await apiFor(form)).applications.revokeShare({ id: textOf(form, "id") }));
  await backTo(form, refusal, "revoked");
}
