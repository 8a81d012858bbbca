import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import { Pagination } from "@/app/_ui/Navigation";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { EventList } from "../EventList";

type Props = { searchParams: Promise<{ after?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security.log"))("title") };
}

export default async function SecurityLogPage({ searchParams }: Props) {
  const [{ after }, t, locale] = await Promise.all([searchParams, getTranslations("security"), getLocale()]);
  const cursor = typeof after === "string" ? { cursor: after } : {};
  const { rows, next } = await answer((await api()).identity.listSecurityEvents(cursor), localePath(locale, "/me/security/log"));
  return (
    <Page before={<BackLink href="/me/security">{t("back")}</BackLink>}>
      <PageHeading title={t("log.title")} lead={t("log.lead")} />
      <EventList events={rows} />
      <Pagination previousHref={after ? "/me/security/log" : undefined} nextHref={next ? `/me/security/log?${new URLSearchParams({ after: next })}` : undefined} />
    </Page>
  );
}
