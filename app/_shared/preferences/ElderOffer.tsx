import { getTranslations } from "next-intl/server";
import { Button } from "@/app/_ui/Button";
import { ReturnHere } from "@/app/_ui/shell/PlaceLinks";
import { api } from "@/app/_trpc/server";
import type { View } from "@/domain/identity/schema";
import { ActingField } from "../identity/ActingField";
import { currentAccount } from "../session";
import { answerElderOffer } from "./actions";

/** Asks somebody over sixty, once, whether they would like senior mode: in the page, covering nothing. */
export async function ElderOffer({ view }: { view: View }) {
  if (view.mode === "elder") return null;
  const account = await currentAccount();
  if (account?.accountKind !== "citizen" || account.actingFor) return null;
  if (!(await (await api()).identity.elderOffer()).asks) return null;
  const t = await getTranslations("elder.offer");
  return (
    <aside aria-label={t("label")} data-print="no" className="border-b border-accent-line bg-accent-soft">
      <form action={answerElderOffer} className="wrap-site flex max-w-site flex-wrap items-center justify-between gap-x-8 gap-y-4 py-4">
        <ActingField />
        <ReturnHere />
        <div className="flex min-w-0 flex-col gap-1">
          <p className="text-lead font-bold">{t("title")}</p>
          <p className="max-w-measure">{t("text")}</p>
        </div>
        <div className="flex flex-wrap gap-4">
          <Button type="submit" name="answer" value="yes">{t("yes")}</Button>
          <Button type="submit" name="answer" value="no">{t("no")}</Button>
        </div>
      </form>
    </aside>
  );
}
