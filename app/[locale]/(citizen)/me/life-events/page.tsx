import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { Localised } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("lifeEvents.own"))("title") };
}

/** One's own life events, newest first. */
export default async function OwnLifeEventsPage({ searchParams }: { searchParams: Promise<{ cursor?: string | string[] }> }) {
  const [{ cursor }, locale, t, me] = await Promise.all([searchParams, getLocale(), getTranslations("lifeEvents.own"), getTranslations("me")]);
  const { cases, nextCursor } = await answer((await api()).lifeEvents.listOwn(typeof cursor === "string" ? { cursor } : {}), localePath(locale, "/me/life-events"));
  return (
    <Page before={<Breadcrumbs trail={[{ href: "/me", label: me("title") }]} current={t("title")} />}>
      <PageHeading title={t("title")} />
      {cases.length === 0 && <EmptyState title={t("none")} actions={<ButtonLink look="primary" href="/life-events">{t("find")}</ButtonLink>}>{t("noneText")}</EmptyState>}
      {cases.length > 0 && (
        <ul className="flex flex-col border-t border-line">
          {cases.map(({ id, name, createdAt, filedAt, closedAt }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-4">
              <span className="flex flex-col">
                <TextLink href={`/me/life-events/${id}`} className="inline-flex min-h-tap items-center font-semibold"><Localised text={name} /></TextLink>
                <span className="text-hint text-muted">{t("begun", { time: formatInstant(createdAt, locale) })}</span>
              </span>
              <Tag tone={closedAt ? "success" : filedAt ? "info" : "warning"}>{t(closedAt ? "ended" : filedAt ? "running" : "filling")}</Tag>
            </li>
          ))}
        </ul>
      )}
      <Pagination nextHref={nextCursor ? `/me/life-events?cursor=${nextCursor}` : undefined} />
    </Page>
  );
}
