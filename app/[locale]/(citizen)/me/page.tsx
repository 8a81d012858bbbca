import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { OwnList } from "@/app/_shared/applications/OwnList";
import { PrincipalChoice } from "@/app/_shared/identity/PrincipalChoice";
import { LatestMessages } from "@/app/_shared/notices/LatestMessages";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState, Tiles } from "@/app/_ui/Cards";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { keepsFor } from "@/domain/applications/policy/materials";
import type { User } from "@/domain/core/actor";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("me"))("title") };
}

const latest = 5;

/** One's own space: first what waits for oneself, then what waits for the office. */
export default async function MePage() {
  const locale = await getLocale();
  const path = localePath(locale, "/me");
  const caller = await api();
  const [drafts, open, ended] = await Promise.all([
    answer(caller.applications.listOwn({ state: "drafts", limit: latest }), path),
    answer(caller.applications.listOwn({ state: "open", limit: 20 }), path),
    answer(caller.applications.listOwn({ state: "ended", limit: latest }), path),
  ]);
  const [t, account] = await Promise.all([getTranslations("me"), currentAccount()]);
  const acting = Boolean(account?.actingFor);
  const awaiting = [...open.rows, ...drafts.rows].filter(({ awaitingSince }) => awaitingSince !== null);
  const corrections = open.rows.filter(({ status, awaitingSince }) => status === "correction" && !awaitingSince);
  const running = open.rows.filter(({ status }) => status !== "correction").slice(0, latest);
  const mine = [...corrections, ...drafts.rows.filter(({ awaitingSince }) => !awaitingSince)];
  const toDo = mine.length + (acting ? 0 : awaiting.length);
  const nothing = mine.length + awaiting.length + running.length + ended.rows.length === 0;
  return (
    <Page>
      <PageHeading title={t("greeting", { name: account?.name ?? "" })} caption={account?.actingFor?.name} lead={toDo > 0 ? t("leadToDo", { count: toDo }) : t("leadNothing")} />
      {awaiting.length > 0 && <Section title={t(acting ? "awaitingThem" : "awaiting")}><OwnList rows={awaiting} label={t(acting ? "awaitingThem" : "awaiting")} /></Section>}
      {mine.length > 0 && <Section title={t("toDo")}><OwnList rows={mine} label={t("toDo")} /></Section>}
      {running.length > 0 && (
        <Section title={t("running")} actions={<TextLink href="/me/applications?state=open" className="inline-flex min-h-tap items-center">{t("all")}</TextLink>}>
          <OwnList rows={running} label={t("running")} />
        </Section>
      )}
      {ended.rows.length > 0 && (
        <Section title={t("ended")} actions={<TextLink href="/me/applications?state=ended" className="inline-flex min-h-tap items-center">{t("allEnded")}</TextLink>}>
          <OwnList rows={ended.rows} label={t("ended")} />
        </Section>
      )}
      {nothing && <EmptyState title={t("empty.title")} actions={<ButtonLink look="primary" href="/items">{t("empty.action")}</ButtonLink>}>{t("empty.text")}</EmptyState>}
      <LatestMessages />
      <More actingFor={account?.actingFor ?? undefined} />
      <PrincipalChoice />
    </Page>
  );
}

/** What else there is in one's space; what is a person's own alone is not there for whoever acts for another. */
async function More({ actingFor }: { actingFor: User["actingFor"] }) {
  const [t, materials, lifeEvents, enquiries] = await Promise.all([getTranslations("me"), getTranslations("materials"), getTranslations("lifeEvents.own"), getTranslations("enquiries.own")]);
  return (
    <Section title={t("more")}>
      <Tiles label={t("more")} tiles={[
        { href: "/me/applications", title: t("tiles.applications"), note: t("tiles.applicationsNote"), icon: "document" },
        { href: "/me/certificates", title: t("tiles.certificates"), note: t("tiles.certificatesNote"), icon: "certificate" },
        ...(keepsFor(actingFor) ? [{ href: "/me/materials", title: materials("title"), note: materials("tileNote"), icon: "upload" as const }] : []),
        ...(actingFor ? [] : [{ href: "/me/delegations", title: t("tiles.delegations"), note: t("tiles.delegationsNote"), icon: "family" as const }]),
        ...(actingFor ? [] : [{ href: "/me/data", title: t("tiles.data"), note: t("tiles.dataNote"), icon: "lock" as const }]),
        ...(actingFor?.kind === "person" ? [] : [{ href: "/me/organisations", title: t("tiles.organisations"), note: t("tiles.organisationsNote"), icon: "building" as const }]),
        { href: "/me/life-events", title: lifeEvents("title"), note: lifeEvents("tileNote"), icon: "family" as const },
        { href: "/me/enquiries", title: enquiries("title"), note: enquiries("tileNote"), icon: "message" as const },
        { href: "/items", title: t("tiles.items"), note: t("tiles.itemsNote"), icon: "search" },
      ]} />
    </Section>
  );
}
