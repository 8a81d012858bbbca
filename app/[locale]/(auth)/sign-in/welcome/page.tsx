import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { here } from "@/app/_shared/identity/attempt";
import { currentViewer } from "@/app/_shared/session";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Tiles } from "@/app/_ui/Cards";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { safeReturnPath } from "@/domain/identity/rules";

type WelcomePageProps = { searchParams: Promise<{ next?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn.welcome"))("title"), robots: { index: false } };
}

/** After signing up: what one may set up next, none of it asked for. */
export default async function WelcomePage({ searchParams }: WelcomePageProps) {
  const { next } = await searchParams;
  const t = await getTranslations("signIn.welcome");
  if (!(await currentViewer())) redirect(await here("/sign-in"));
  // The address to return to names its language already.
  const onward = safeReturnPath(next, "/me").replace(/^\/en(?=\/|$)/, "") || "/";
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead")} />
      <ButtonRow><ButtonLink href={onward} look="primary">{t("continue")}</ButtonLink></ButtonRow>
      <Section title={t("next")}>
        <Tiles columns={2} tiles={[
          { href: "/me/security/level", title: t("level"), note: t("levelNote"), icon: "person" },
          { href: "/me/security/passkeys", title: t("passkey"), note: t("passkeyNote"), icon: "shield" },
          { href: "/me/security/password", title: t("password"), note: t("passwordNote"), icon: "lock" },
        ]} />
      </Section>
    </Page>
  );
}
