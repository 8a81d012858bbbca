import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Page, PageHeading } from "@/app/_ui/Page";

type DecidedPageProps = { searchParams: Promise<{ result?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title"), robots: { index: false } };
}

/** What became of the other device. */
export default async function DecidedPage({ searchParams }: DecidedPageProps) {
  const approved = (await searchParams).result === "approved";
  const t = await getTranslations("signIn.approve");
  return (
    <Page width="form">
      <PageHeading title={t(approved ? "approved" : "refused")} lead={approved ? undefined : t("refusedLead")} />
      <ButtonRow><ButtonLink href="/me" look="primary">{t("home")}</ButtonLink></ButtonRow>
    </Page>
  );
}
