import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { choosePrincipal } from "@/app/_shared/identity/actions";
import { AgencyOffers } from "@/app/_shared/organisations/AgencyOffers";
import { Chinese } from "@/app/_shared/items/Localised";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Card } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { ActForSelf } from "../delegations/ActForSelf";
import { answerOffer } from "./actions";
import { AgencyNotice } from "./AgencyNotice";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Row = Answers["organisations"]["list"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organisations"))("title") };
}

/** The organisations one may act for, and those that ask one to. */
export default async function OrganisationsPage({ searchParams }: Props) {
  const [query, locale, account] = await Promise.all([searchParams, getLocale(), currentAccount()]);
  if (account?.actingFor?.kind === "organisation") redirect(localePath(locale, `/me/organisations/${account.actingFor.id}`));
  if (account?.actingFor) return <ActForSelf name={account.actingFor.name} returnTo="/me/organisations" />;
  const [t, rows] = await Promise.all([getTranslations("organisations"), answer((await api()).organisations.list(), localePath(locale, "/me/organisations"))]);
  return (
    <Page width="form" before={<BackLink href="/me">{t("back")}</BackLink>} notice={<AgencyNotice query={query} />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <AgencyOffers action={answerOffer} />
      <ButtonRow><ButtonLink href="/me/organisations/bind" look="primary">{t("bindStart")}</ButtonLink></ButtonRow>
      <Section title={t("mine")}>
        {rows.length === 0 ? <p className="text-muted">{t("none")}</p> : <div className="flex flex-col gap-4">{rows.map((row) => <OrganisationCard key={row.id} row={row} />)}</div>}
      </Section>
    </Page>
  );
}

async function OrganisationCard({ row: { id, name, uscc, capacity, delegationId } }: { row: Row }) {
  const t = await getTranslations("organisations");
  return (
    <Card
      title={<Chinese>{name}</Chinese>}
      actions={<>
        <form action={choosePrincipal}>
          <input type="hidden" name="returnTo" value="/me" />
          <Button type="submit" name="delegation" value={delegationId}>{t.rich("act", { name, zh: (text) => <Chinese>{text}</Chinese> })}</Button>
        </form>
        <ButtonLink href={`/me/organisations/${id}`} look="quiet" aria-label={t("openLong", { name })}>{t("open")}</ButtonLink>
      </>}
    >
      <DescriptionList facts={[{ label: t("uscc"), value: uscc }, { label: t("capacity"), value: t(`capacities.${capacity}`) }]} />
    </Card>
  );
}
