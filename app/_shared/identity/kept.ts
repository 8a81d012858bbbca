import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { api, type Refusal } from "@/app/_trpc/server";
import { isDomainError } from "@/domain/core/errors";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";
import { keepFormHere } from "@/server/auth/here/kept-forms";

/** Where somebody goes who was refused for these reasons, to come back and send the same again; a level names the one asked. */
const stations: Record<string, string> = { "access.signIn": "/sign-in", "identity.proofNeeded": "/sign-in/confirm", "identity.secondFactorNeeded": "/sign-in/enrol", "access.levelTooLow": "/me/security/level" };

/**
 * After a posted form was refused: where a sign-in, a fresh proof or a higher level is what was missing, keeps what was typed, leads there,
 * and back to `path` (without language) with everything filled in, for the same person only. Any other refusal is left to
 * the page, and so is a post from a browser that nobody was signed in on, whose page shows what was typed.
 */
export async function detour(refusal: Refusal | undefined, form: FormData, path: string): Promise<void> {
  const station = refusal && stations[refusal.code];
  const id = station && (await keepFormHere(path, form));
  if (!station || !id) return;
  const locale = await getLocale();
  redirect(localePath(locale, `${station}?${new URLSearchParams({ ...(refusal.params["level"] ? { to: String(refusal.params["level"]) } : {}), next: localePath(locale, `/resume/${id}`) })}`));
}

/** What was typed into the page at `path` (without language, whatever its query) before a detour; nothing for anybody else, or when it is gone. */
export async function restored(kept: string | string[] | undefined, path: string): Promise<KeptFields | undefined> {
  if (typeof kept !== "string") return undefined;
  try {
    return await (await api()).identity.takeKeptForm({ id: kept, path: path.replace(/\?.*$/, "") });
  } catch (error) {
    if (error instanceof Error && (isDomainError(error.cause) || "code" in error)) return undefined;
    throw error;
  }
}
