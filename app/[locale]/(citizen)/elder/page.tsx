import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Page, PageHeading } from "@/app/_ui/Page";
import { ElderTiles } from "./ElderTiles";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("elder"))("title") };
}

/** The senior home; `proxy.ts` has switched the mode on. */
export default function ElderPage() {
  const t = useTranslations("elder");
  return (
    <Page>
      <PageHeading title={t("title")} lead={t("lead")} />
      <ElderTiles />
    </Page>
  );
}
