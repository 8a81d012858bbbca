import { getTranslations } from "next-intl/server";
import { refusalText } from "@/app/_i18n/refusal";
import { choosePrincipal } from "@/app/_shared/identity/actions";
import { currentAccount } from "@/app/_shared/session";
import { Button } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { hindersGivingStanding } from "@/domain/certificates/policy/uses";

/** Why the person who looks at this page may not permit for good in their present capacity, in words; nothing where they may. */
export async function hindranceHere(): Promise<string | undefined> {
  const account = await currentAccount();
  const code = account ? hindersGivingStanding(account.actingFor ? { actingFor: account.actingFor } : {}) : undefined;
  return code && refusalText(await getTranslations("errors"), { code, params: {} });
}

/** In place of the first question: why not, and the way to permit with what is one's own. */
export async function CannotGive({ why }: { why: string }) {
  const [t, self] = await Promise.all([getTranslations("certificateUses.give"), getTranslations("delegations.actForSelf")]);
  return (
    <Page width="form" before={<BackLink href="/me/certificates/grants" />}>
      <PageHeading title={t("title")} />
      <Notice tone="warning" title={t("hindered")}><p>{why}</p></Notice>
      <form action={choosePrincipal}>
        <input type="hidden" name="returnTo" value="/me/certificates/grants/new" />
        <Button type="submit" look="primary" name="delegation" value="">{self("action")}</Button>
      </form>
    </Page>
  );
}
