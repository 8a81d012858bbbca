import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { isDelegatedAll } from "@/domain/core/actor";
import { CertificateCard } from "./CertificateCard";
import { askedOf, readWalletQuery, walletHref, walletTabs, type WalletQuery } from "./query";
import { WhoseCertificates } from "./WhoseCertificates";

type CertificatesPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificates"))("title") };
}

/** The e-certificates of the person, or of whom they act for. */
export default async function CertificatesPage({ searchParams }: CertificatesPageProps) {
  const [query, locale, t, wallet] = [readWalletQuery(await searchParams), await getLocale(), await getTranslations("certificates"), await getTranslations("wallet")];
  const { rows, nextCursor } = await answer((await api()).certificates.listOwn(askedOf(query)), localePath(locale, walletHref(query)));
  const actingFor = (await currentAccount())?.actingFor;
  const lead = actingFor ? (actingFor.kind === "organisation" ? t("leadOrganisation", { name: actingFor.name }) : wallet("leadPerson", { name: actingFor.name })) : t("lead");
  return (
    <Page before={<BackLink href="/me" />}>
      <PageHeading title={t("title")} lead={lead} actions={rows.length > 0 && <PrintButton />} />
      <WhoseCertificates />
      {!actingFor || isDelegatedAll(actingFor, "view") ? (
        <>
          <Tabs label={wallet("tabs.label")} tabs={walletTabs.map((tab) => ({ href: walletHref({ tab, query: query.query }), label: wallet(`tabs.${tab}`), current: tab === query.tab }))} />
          <Search query={query} />
          {rows.length === 0 && <Nothing query={query} />}
          {rows.length > 0 && <ul className="grid gap-4 md:grid-cols-2 elder:gap-6 elder:md:grid-cols-1 print:grid-cols-1">{rows.map((row) => <li key={row.id}><CertificateCard row={row} /></li>)}</ul>}
          <Pagination previousHref={query.cursor && walletHref({ ...query, cursor: undefined })} nextHref={nextCursor && walletHref({ ...query, cursor: nextCursor })} />
        </>
      ) : <Notice tone="warning" title={wallet("notCovered.title")}><p>{wallet("notCovered.text", { name: actingFor.name })}</p></Notice>}
      <More />
    </Page>
  );
}

function Search({ query: { tab, query } }: { query: WalletQuery }) {
  const t = useTranslations("wallet.search");
  return (
    <form action={localePath(useLocale(), walletHref({}))} method="get" role="search" aria-label={t("label")} data-print="no" className="flex flex-col gap-2">
      {tab !== "current" && <input type="hidden" name="state" value={tab} />}
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 max-w-form grow basis-60"><TextField name="q" type="search" width="full" label={t("label")} defaultValue={query} maxLength={100} autoComplete="off" /></div>
        <Button type="submit" icon="search">{t("submit")}</Button>
      </div>
      {query && <p className="flex flex-wrap items-center gap-x-4"><span>{t("result", { query })}</span><TextLink href={walletHref({ tab })} className="tap">{t("clear")}</TextLink></p>}
    </form>
  );
}

/** Why there is nothing, and how one comes to have something. */
function Nothing({ query: { tab, query } }: { query: WalletQuery }) {
  const t = useTranslations("certificates.empty");
  const wallet = useTranslations("wallet.empty");
  if (query) return <EmptyState title={wallet("searchTitle", { query })}>{wallet("searchText")}</EmptyState>;
  if (tab === "ended") return <EmptyState title={wallet("endedTitle")}>{wallet("endedText")}</EmptyState>;
  return <EmptyState title={tab === "all" ? t("title") : wallet("currentTitle")} actions={<ButtonLink href="/items">{t("action")}</ButtonLink>}>{t("text")}</EmptyState>;
}

function More() {
  const t = useTranslations("wallet");
  const materials = useTranslations("materials");
  const links = [["/me/certificates/uses", t("usesLink")], ["/me/certificates/grants", t("grantsLink")], ["/me/certificates/offline", t("keptLink")], ["/me/materials", materials("walletLink")]] as const;
  return (
    <ul data-print="no" className="flex flex-wrap gap-x-8 gap-y-2 border-t border-line pt-4 elder:flex-col">
      {links.map(([href, label]) => <li key={href}><TextLink href={href} className="tap">{label}</TextLink></li>)}
    </ul>
  );
}
