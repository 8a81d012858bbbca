import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentViewer } from "@/app/_shared/session";
import { Button, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Page, PageHeading } from "@/app/_ui/Page";
import { places } from "@/app/_ui/shell/AccountMenu";

type SignOutPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consent.signOut"))("title"), robots: { index: false } };
}

const passedOn = ["client_id", "post_logout_redirect_uri", "state"] as const;

/** Another system asks to end the sign-in and could not show that it belongs to it: the person decides. */
export default async function SignOutPage({ searchParams }: SignOutPageProps) {
  const [query, t, viewer] = [await searchParams, await getTranslations("consent.signOut"), await currentViewer()];
  if (!viewer) return <Page width="form"><PageHeading title={t("done")} /></Page>;
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead")} />
      <form method="post" action="/oidc/session/confirm">
        {passedOn.map((name) => typeof query[name] === "string" && <input key={name} type="hidden" name={name} value={query[name]} />)}
        <ButtonRow>
          <Button type="submit" look="primary">{t("yes")}</Button>
          <ButtonLink href={places[viewer.area]}>{t("no")}</ButtonLink>
        </ButtonRow>
      </form>
    </Page>
  );
}
