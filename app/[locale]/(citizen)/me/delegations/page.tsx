import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { itemNamesFor } from "@/app/_shared/delegations/itemNames";
import { AgencyOffers } from "@/app/_shared/organisations/AgencyOffers";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { answerOffer } from "../organisations/actions";
import { ActForSelf } from "./ActForSelf";
import { DelegationCard } from "./DelegationCard";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("delegations"))("title") };
}

const dids = ["accepted", "revoked"] as const;

/** Who may act for oneself, and for whom one may act. */
export default async function DelegationsPage({ searchParams }: Props) {
  const [query, locale, account] = await Promise.all([searchParams, getLocale(), currentAccount()]);
  if (account?.actingFor) return <ActForSelf name={account.actingFor.name} />;
  const { given, received } = await answer((await api()).delegations.list(), localePath(locale, "/me/delegations"));
  const [t, errors, names] = await Promise.all([getTranslations("delegations"), getTranslations("errors"), itemNamesFor([...given, ...received])]);
  const did = dids.find((one) => one === query["did"]);
  const refused = typeof query["refused"] === "string" ? query["refused"] : undefined;
  const isOpen = ({ standing }: (typeof given)[number]) => standing === "live" || standing === "pending";
  const past = [...given.map((row) => ({ row, given: true })), ...received.map((row) => ({ row, given: false }))].filter(({ row }) => !isOpen(row));
  const cards = (rows: typeof given, mine: boolean) => <div className="flex max-w-form flex-col gap-4">{rows.map((row) => <DelegationCard key={row.id} row={row} given={mine} names={names} />)}</div>;
  return (
    <Page
      width="form"
      before={<BackLink href="/me">{t("back")}</BackLink>}
      notice={did ? <Notice tone="success" live title={t(`did.${did}`)}>{t(`did.${did}Text`)}</Notice> : refused && <Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice>}
    >
      <PageHeading title={t("title")} lead={t("lead")} />
      <ButtonRow>
        <ButtonLink href="/me/delegations/new" look="primary" icon="family">{t("ask")}</ButtonLink>
        <ButtonLink href="/me/delegations/accept">{t("haveCode")}</ButtonLink>
      </ButtonRow>
      <AgencyOffers action={answerOffer} />
      <Section title={t("given")}>{given.some(isOpen) ? cards(given.filter(isOpen), true) : <p className="text-muted">{t("givenNone")}</p>}</Section>
      <Section title={t("received")}>{received.some(isOpen) ? cards(received.filter(isOpen), false) : <p className="text-muted">{t("receivedNone")}</p>}</Section>
      {past.length > 0 && (
        <Details summary={t("past", { count: past.length })}>
          <div className="flex max-w-form flex-col gap-4">{past.map(({ row, given: mine }) => <DelegationCard key={row.id} row={row} given={mine} names={names} />)}</div>
        </Details>
      )}
    </Page>
  );
}
