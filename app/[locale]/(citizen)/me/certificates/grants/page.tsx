import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Card, EmptyState } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Pagination } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { hindranceHere } from "./CannotGive";
import { CertificateOf, GrantStateTag, type Grant } from "./GrantFacts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const here = "/me/certificates/grants";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateUses"))("grants.title") };
}

/** Whom I allow to use my certificates, and whom I allowed. */
export default async function GrantsPage({ searchParams }: Props) {
  const [{ cursor, did }, locale, t, hindered] = await Promise.all([searchParams, getLocale(), getTranslations("certificateUses.grants"), hindranceHere()]);
  const { rows, nextCursor } = await answer((await api()).certificates.listGrants(typeof cursor === "string" ? { cursor } : {}), localePath(locale, here));
  return (
    <Page width="form" before={<BackLink href="/me/certificates" />} notice={(did === "revoked" || did === "given") && <Notice tone="success" live title={t(did)} />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <ButtonRow>
        {!hindered && <ButtonLink href={`${here}/new`}>{t("give")}</ButtonLink>}
        <ButtonLink href="/me/certificates/uses" look="quiet">{t("toUses")}</ButtonLink>
      </ButtonRow>
      {hindered && <p className="max-w-measure text-muted">{hindered}</p>}
      {rows.length > 0
        ? <div className="flex max-w-form flex-col gap-4">{rows.map((grant) => <GrantCard key={grant.id} grant={grant} />)}</div>
        : <EmptyState title={t("empty")} actions={<ButtonLink href="/items">{t("toItems")}</ButtonLink>}>{t("emptyText")}</EmptyState>}
      <div className="flex flex-wrap items-center gap-6">
        {cursor && <TextLink href={here} className="tap">{t("newest")}</TextLink>}
        <Pagination nextHref={nextCursor ? `${here}?cursor=${encodeURIComponent(nextCursor)}` : undefined} />
      </div>
    </Page>
  );
}

function GrantCard({ grant }: { grant: Grant }) {
  const t = useTranslations("certificateUses.grants");
  const locale = useLocale();
  return (
    <Card
      as="h2"
      title={<span className="flex flex-wrap items-center gap-3"><Chinese>{grant.reader.name}</Chinese><GrantStateTag state={grant.state} /></span>}
      actions={<ButtonLink href={`${here}/${grant.id}`} look="quiet">{t("detail")}<span className="sr-only">{locale === "en" ? " " : ""}<Chinese>{grant.reader.name}</Chinese></span></ButtonLink>}
    >
      <DescriptionList facts={[
        { label: t("facts.certificate"), value: <CertificateOf grant={grant} /> },
        ...(grant.itemName ? [{ label: t("facts.item"), value: <Chinese>{grant.itemName}</Chinese> }] : []),
        { label: t("facts.expires"), value: formatInstant(grant.expiresAt, locale) },
      ]} />
    </Card>
  );
}
