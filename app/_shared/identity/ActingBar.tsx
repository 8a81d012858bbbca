import { getTranslations } from "next-intl/server";
import { Button } from "@/app/_ui/Button";
import { cx } from "@/app/_ui/cx";
import { currentAccount } from "../session";
import { choosePrincipal } from "./actions";

/** On every page: for whom one acts, or that one no longer may; and the way back to oneself. */
export async function ActingBar() {
  const account = await currentAccount();
  if (!account?.actingFor && !account?.delegationEnded) return null;
  const t = await getTranslations("identity");
  const { actingFor } = account;
  return (
    <aside aria-label={t("label")} data-print="no" className={cx("border-b", actingFor ? "border-accent-line bg-accent-soft" : "border-warning-line bg-warning-soft text-warning")}>
      <form action={choosePrincipal} className="wrap-site flex max-w-site flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2">
        <p role={actingFor ? undefined : "status"} className="font-semibold">{actingFor ? t("acting", { name: actingFor.name }) : t("ended")}</p>
        <input type="hidden" name="returnTo" value="/me" />
        <Button type="submit" look={actingFor ? "quiet" : "secondary"} name="delegation" value="">{actingFor ? t("self") : t("endedUnderstood")}</Button>
      </form>
    </aside>
  );
}
