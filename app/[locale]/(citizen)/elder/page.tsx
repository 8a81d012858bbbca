import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { currentView } from "@/app/_shared/preferences/current";
import { switchedHeader } from "@/app/_shared/preferences/elderVisit";
import { currentAccount } from "@/app/_shared/session";
import { api } from "@/app/_trpc/server";
import { Page, PageHeading } from "@/app/_ui/Page";
import { ElderTiles } from "./ElderTiles";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("elder"))("title") };
}

/** The senior home; `proxy.ts` has switched the mode on, and the account of whoever is signed in follows. */
export default async function ElderPage() {
  const [t, request] = await Promise.all([getTranslations("elder"), headers()]);
  if (request.has(switchedHeader) && (await currentAccount())) await (await api()).identity.savePreferences(await currentView());
  return (
    <Page>
      <PageHeading title={t("title")} lead={t("lead")} />
      <ElderTiles />
    </Page>
  );
}
