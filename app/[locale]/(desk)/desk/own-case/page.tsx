import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk"))("ownCase.title") };
}

/** Where the desk sends somebody who opens what they filed themselves. */
export default async function OwnCasePage() {
  const t = await getTranslations("desk");
  return (
    <Page width="form" before={<BackLink href="/desk">{t("ownCase.back")}</BackLink>}>
      <PageHeading title={t("ownCase.title")} lead={t("ownCase.text")} />
    </Page>
  );
}
