import { getTranslations } from "next-intl/server";
import { choosePrincipal } from "@/app/_shared/identity/actions";
import { Button } from "@/app/_ui/Button";
import { Page, PageHeading } from "@/app/_ui/Page";

/** These pages speak of one's own delegations: whoever acts for another first acts for themselves again. */
export async function ActForSelf({ name, returnTo = "/me/delegations" }: { name: string; returnTo?: string }) {
  const t = await getTranslations("delegations.actForSelf");
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("text", { name })} />
      <form action={choosePrincipal}>
        <input type="hidden" name="returnTo" value={returnTo} />
        <Button type="submit" look="primary" name="delegation" value="">{t("action")}</Button>
      </form>
    </Page>
  );
}
