import { getTranslations } from "next-intl/server";
import { Button } from "@/app/_ui/Button";
import { Section } from "@/app/_ui/Page";
import { currentAccount } from "../session";
import { choosePrincipal } from "./actions";

/** The organisations and people one may act for, each a button; nothing when there are none. */
export async function PrincipalChoice() {
  const account = await currentAccount();
  const open = account?.delegations.filter(({ delegationId }) => delegationId !== account.actingFor?.delegationId) ?? [];
  if (open.length === 0) return null;
  const t = await getTranslations("identity");
  return (
    <Section title={t("may")}>
      <form action={choosePrincipal} className="flex flex-wrap gap-4">
        <input type="hidden" name="returnTo" value="/me" />
        {open.map(({ delegationId, name }) => (
          <Button key={delegationId} type="submit" look="secondary" name="delegation" value={delegationId}>{t("actFor", { name })}</Button>
        ))}
      </form>
    </Section>
  );
}
