import { forbidden, redirect } from "next/navigation";
import { localePath, type Locale } from "@/app/_i18n/routing";
import { currentAccount, holds } from "@/app/_shared/session";

/** These pages are for clerks; others are sent to sign in, or refused. Each procedure asks again. */
export async function requireClerk(locale: Locale, page: string): Promise<void> {
  const back = localePath(locale, `/desk/counter/delegation${page}`);
  if (!(await currentAccount())) redirect(localePath(locale, `/sign-in?next=${encodeURIComponent(back)}`));
  if (!(await holds("clerk"))) forbidden();
}
