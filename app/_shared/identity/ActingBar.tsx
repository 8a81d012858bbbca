import { getTranslations } from "next-intl/server";
import { Button } from "@/app/_ui/Button";
import { currentAccount } from "../session";
import { choosePrincipal } from "./actions";

/** On every page: for whom one acts, and the way back to oneself. */
export async function ActingBar() {
  const account = await currentAccount();
  if (!account?.actingFor) return null;
  const t = await getTranslations("identity");
  return (
    <aside aria-label={t("label")} data-print="no" className="border-b border-accent-line bg-accent-soft">
      <form action={choosePrincipal} className="wrap-site flex max-w-site flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2">
        <p className="font-semibold">{t("acting", { name: account.actingFor.name })}</p>
        <input type="hidden" name="returnTo" value="/me" />
        <Button type="submit" look="quiet" name="delegation" value="">{t("self")}</Button>
      </form>
    </aside>
  );
}
