import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, unlessMissing } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Page, PageHeading } from "@/app/_ui/Page";
import { ProgressCard } from "../../ProgressCard";

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("shares.shared"))("title"), robots: { index: false }, referrer: "no-referrer" };
}

/** A case as family follow it: no account, nothing but its progress. */
export default async function SharedProgressPage({ params }: Props) {
  const [{ token }, t] = await Promise.all([params, getTranslations("shares.shared")]);
  const found = await unlessMissing((await api()).applications.sharedProgress({ token }));
  if (!found) {
    return (
      <Page width="form">
        <PageHeading title={t("gone")} lead={t("goneText")} />
        <ButtonRow><ButtonLink href="/progress">{t("progress")}</ButtonLink></ButtonRow>
      </Page>
    );
  }
  return <Page width="form"><PageHeading title={t("title")} lead={t("lead")} /><ProgressCard found={found} /></Page>;
}
