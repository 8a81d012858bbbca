import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { OwnList } from "@/app/_shared/applications/OwnList";
import type { OwnState } from "@/app/_shared/applications/types";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("me.list"))("title") };
}

const states = ["drafts", "open", "ended"] as const satisfies readonly OwnState[];
const single = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

/** All applications of the person, or of the organisation they act for, newest first. */
export default async function ApplicationsPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("me.list")]);
  const state = states.find((known) => known === query["state"]);
  const cursor = single(query["cursor"]);
  const here = state ? `/me/applications?state=${state}` : "/me/applications";
  const { rows, nextCursor } = await answer((await api()).applications.listOwn({ ...(state && { state }), ...(cursor && { cursor }) }), localePath(locale, here));
  const tab = (key: OwnState | undefined) => ({ href: key ? `/me/applications?state=${key}` : "/me/applications", label: t(`tabs.${key ?? "all"}`), current: state === key });
  const nextHref = nextCursor ? `${here}${state ? "&" : "?"}cursor=${encodeURIComponent(nextCursor)}` : undefined;
  return (
    <Page before={<BackLink href="/me" />} notice={query["did"] === "discarded" && <Notice tone="success" live>{t("discarded")}</Notice>}>
      <PageHeading title={t("title")} />
      <Tabs label={t("tabsLabel")} tabs={[tab(undefined), ...states.map(tab)]} />
      {rows.length > 0 ? <OwnList rows={rows} label={t("title")} /> : (
        <EmptyState title={t(state ? `emptyOf.${state}.title` : "empty.title")} actions={<>{state && <ButtonLink href="/me/applications">{t("toAll")}</ButtonLink>}<ButtonLink href="/items">{t("empty.action")}</ButtonLink></>}>{t(state ? `emptyOf.${state}.text` : "empty.text")}</EmptyState>
      )}
      {(cursor || nextHref) && <Pagination previousHref={cursor && here} nextHref={nextHref} />}
    </Page>
  );
}
