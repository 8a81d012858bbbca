import { hasLocale } from "next-intl";
import { localePath, routing } from "@/app/_i18n/routing";
import { currentAccount } from "@/app/_shared/session";
import { safeReturnPath } from "@/domain/identity/rules";
import { signOutHere } from "@/server/auth/web";

/**
 * Ends the session, and shows the home page or, for another account, sign-in and back to `returnTo`. A document of its own
 * and no Server Action: nothing that a page still held in memory outlives it, and the browser drops what it had cached and,
 * but for members of staff, who keep no certificates and may have set up their desk, what it had stored.
 */
export async function POST(request: Request): Promise<Response> {
  const form = await request.formData();
  const isStaff = (await currentAccount().catch(() => null))?.accountKind === "staff";
  await signOutHere();
  const asked = form.get("locale");
  const locale = hasLocale(routing.locales, asked) ? asked : routing.defaultLocale;
  const returnTo = form.get("returnTo");
  const next = typeof returnTo === "string" ? `/sign-in?${new URLSearchParams({ next: safeReturnPath(returnTo) })}` : "/";
  return new Response(null, { status: 303, headers: { location: localePath(locale, next), "clear-site-data": isStaff ? '"cache"' : '"cache", "storage"', "cache-control": "no-store" } });
}
