import { forbidden, redirect } from "next/navigation";
import { localePath, type Locale } from "@/app/_i18n/routing";
import { currentAccount, holds } from "@/app/_shared/session";

/** These pages are for clerks, and where a second person is asked for approvers too; others are sent to sign in, to the second factor that is due, or refused. Each procedure asks again. */
export async function requireOffice(locale: Locale, page: string, roles: readonly ("clerk" | "approver")[]): Promise<void> {
  const back = localePath(locale, `/desk/counter/delegation${page}`);
  const account = await currentAccount();
  if (!account || account.owesSecondFactor) redirect(localePath(locale, `/sign-in${account ? "/enrol" : ""}?next=${encodeURIComponent(back)}`));
  if (!(await holds(...roles))) forbidden();
}
