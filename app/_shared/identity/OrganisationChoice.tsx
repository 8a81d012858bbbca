import { getTranslations } from "next-intl/server";
import { Button } from "@/app/_ui/Button";
import { Section } from "@/app/_ui/Page";
import { currentAccount } from "../session";
import { chooseOrganisation } from "./actions";

/** The organisations one may act for, each a button; nothing when there are none. */
export async function OrganisationChoice() {
  const account = await currentAccount();
  const open = account?.organisations.filter(({ organisationId }) => organisationId !== account.actingFor?.organisationId) ?? [];
  if (open.length === 0) return null;
  const t = await getTranslations("identity");
  return (
    <Section title={t("may")}>
      <form action={chooseOrganisation} className="flex flex-wrap gap-4">
        <input type="hidden" name="returnTo" value="/me" />
        {open.map(({ organisationId, organisationName }) => (
          <Button key={organisationId} type="submit" look="secondary" name="organisation" value={organisationId}>{t("actFor", { name: organisationName })}</Button>
        ))}
      </form>
    </Section>
  );
}
