"use server";

import { getLocale } from "next-intl/server";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { localePath, routing } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { GrantFamily, InvitationCode } from "@/domain/delegations/schema";
import { env } from "@/env";
import { codeCookie } from "./code";

export type GrantState = { problem?: Refusal; nameMissing?: true; typed?: Record<string, string> };

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

/** Makes the grant and shows its code, or tells what is missing with everything typed kept. */
export async function grant(_: GrantState, form: FormData): Promise<GrantState> {
  const itemIds = form.getAll("item").map(String);
  const typed = Object.fromEntries(["inviteeName", "reach", "days", "awaits"].map((name) => [name, text(form, name)]));
  const input = GrantFamily.safeParse({
    inviteeName: text(form, "inviteeName"), reach: text(form, "reach"), days: Number(text(form, "days")), awaitsPrincipal: text(form, "awaits") === "yes",
    scope: itemIds.length > 0 ? { kind: "items", itemIds } : { kind: "all" },
  });
  if (!text(form, "inviteeName").trim()) return { typed, nameMissing: true };
  if (!input.success) return { typed, problem: { code: "requests.invalidInput", params: {} } };
  let invitation: { id: string; code: string } | undefined;
  const problem = await refusalOf((await apiFor(form)).delegations.grantFamily(input.data).then((made) => (invitation = made)));
  await detour(problem, form, `/me/delegations/new/helper${itemIds.length > 0 ? `?${new URLSearchParams(itemIds.map((id) => ["item", id]))}` : ""}`);
  if (problem || !invitation) return { typed, ...(problem ? { problem } : {}) };
  await keepCode(invitation);
  redirect(localePath(await getLocale(), `/me/delegations/${invitation.id}/code`));
}

const quarterHour = 15 * 60;

/** The code is told once: its page may be read again for as long as it works, on this device. */
async function keepCode({ id, code }: { id: string; code: string }): Promise<void> {
  const jar = await cookies();
  const shared = { httpOnly: true, sameSite: "strict", maxAge: quarterHour, secure: env().publicUrl.startsWith("https:") } as const;
  for (const locale of routing.locales) jar.set(codeCookie(locale), code, { ...shared, path: localePath(locale, `/me/delegations/${id}/code`) });
}

/** Takes up an invitation, or shows why not. */
export async function accept(form: FormData): Promise<void> {
  const locale = await getLocale();
  const input = InvitationCode.safeParse({ code: text(form, "code") });
  const problem = input.success ? await refusalOf((await apiFor(form)).delegations.accept(input.data)) : { code: "delegations.codeUnknown", params: {} };
  redirect(localePath(locale, problem ? `/me/delegations/accept?${new URLSearchParams({ code: text(form, "code"), refused: problem.code })}` : "/me/delegations?did=accepted"));
}

/** Ends a delegation with one press. */
export async function revoke(form: FormData): Promise<void> {
  const problem = await refusalOf((await apiFor(form)).delegations.revoke({ id: text(form, "id") }));
  await detour(problem, form, "/me/delegations");
  redirect(localePath(await getLocale(), problem ? `/me/delegations?refused=${encodeURIComponent(problem.code)}` : "/me/delegations?did=revoked"));
}
