import { getTranslations } from "next-intl/server";
import { choosePrincipal } from "@/app/_shared/identity/actions";
import { currentAccount } from "@/app/_shared/session";
import { Button } from "@/app/_ui/Button";
import { Icon } from "@/app/_ui/Icon";
import { isDelegatedAll } from "@/domain/core/actor";

/** Whose certificates one may look at: one's own, and those of whoever lets one see everything. Choosing is acting for them, as anywhere. */
export async function WhoseCertificates() {
  const account = await currentAccount();
  const open = account?.delegations.filter((one) => isDelegatedAll(one, "view") && one.delegationId !== account.actingFor?.delegationId) ?? [];
  if (!account || (open.length === 0 && !account.actingFor)) return null;
  const t = await getTranslations("wallet");
  const choices = [...(account.actingFor ? [{ delegationId: "", name: t("mine"), kind: "person" as const }] : []), ...open];
  return (
    <form action={choosePrincipal} aria-label={t("whose")} data-print="no" className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <input type="hidden" name="returnTo" value="/me/certificates" />
      <span className="text-muted">{t("whose")}</span>
      <strong className="inline-flex min-h-tap items-center gap-2 rounded-control border-2 border-accent bg-accent-soft px-4 text-accent" aria-current="true"><Icon name="check" className="size-[1em]" />{account.actingFor?.name ?? t("mine")}</strong>
      {choices.map(({ delegationId, name, kind }) => (
        <Button key={delegationId} type="submit" name="delegation" value={delegationId} icon={kind === "organisation" ? "building" : "person"}>{name}</Button>
      ))}
    </form>
  );
}
