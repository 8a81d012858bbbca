import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { MessageList } from "@/app/_shared/notices/MessageList";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("me.messagesPage"))("title") };
}

/** Every message to the person signed in, newest first. */
export default async function MessagesPage({ searchParams }: Props) {
  const [query, locale, t, me, preferences] = await Promise.all([searchParams, getLocale(), getTranslations("me.messagesPage"), getTranslations("me"), getTranslations("messagePreferences")]);
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const { rows, nextCursor } = await answer((await api()).notices.listMessages({ ...(cursor && { cursor }) }), localePath(locale, "/me/messages"));
  return (
    <Page before={<BackLink href="/me" />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <p data-print="no"><TextLink href="/me/messages/preferences" className="tap">{preferences("link")}</TextLink></p>
      {rows.length > 0 ? <MessageList rows={rows} /> : <EmptyState title={t("empty")} actions={<ButtonLink href="/items">{me("empty.action")}</ButtonLink>}>{t("emptyText")}</EmptyState>}
      {(cursor || nextCursor) && (
        <nav aria-label={t("title")} data-print="no" className="flex flex-wrap gap-x-8">
          {cursor && <TextLink href="/me/messages" className="tap">{t("newest")}</TextLink>}
          {nextCursor && <TextLink href={`/me/messages?cursor=${encodeURIComponent(nextCursor)}`} className="tap">{t("earlier")}</TextLink>}
        </nav>
      )}
    </Page>
  );
}
