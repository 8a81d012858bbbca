import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { Page, PageHeading } from "@/app/_ui/Page";
import { EndForm } from "./EndForm";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rectification.counter"))("title") };
}

/** A clerk ends a service at a window and invites to rate it (`?visit=` is the counter visit that ends). */
export default async function CounterRatingPage({ searchParams }: Props) {
  const [locale, t, { visit }] = await Promise.all([getLocale(), getTranslations("rectification.counter"), searchParams]);
  const windows = await answer((await api()).ratings.listServed(), localePath(locale, "/desk/counter/rating"));
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead")} />
      {windows.length === 0 ? <EmptyState title={t("noWindows")} /> : (
        <ClientMessages areas={["errors", "rectification", "ui"]}>
          <EndForm windows={windows.map(({ id, name, windowNumber }) => ({ value: id, label: windowNumber ? `${name} ${windowNumber}` : name }))} visitId={typeof visit === "string" ? visit : undefined} />
        </ClientMessages>
      )}
    </Page>
  );
}
