import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDay, formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { choosePrincipal } from "@/app/_shared/identity/actions";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { layDown, refresh } from "../actions";
import { AgencyNotice } from "../AgencyNotice";
import { AgentList } from "./AgentList";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Organisation = Answers["organisations"]["get"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organisations.profile"))("title") };
}

/** One organisation: what the register says of it, and for its representative who its agents are. */
export default async function OrganisationPage({ params, searchParams }: Props) {
  const [{ id }, query, locale, caller] = await Promise.all([params, searchParams, getLocale(), api()]);
  const found = await answer(caller.organisations.get({ id }), localePath(locale, `/me/organisations/${id}`));
  const t = await getTranslations("organisations");
  const represents = found.capacity === "representative";
  return (
    <Page width="form" before={<BackLink href={found.acting ? "/me" : "/me/organisations"}>{t(found.acting ? "back" : "backToList")}</BackLink>} notice={<AgencyNotice query={query} />}>
      <PageHeading title={<Chinese>{found.name}</Chinese>} caption={t(`capacities.${found.capacity}`)} lead={t(found.acting ? "profile.acting" : "profile.space")} />
      <Space organisation={found} />
      {represents && <AgentList organisationId={id} />}
      <Profile organisation={found} />
      {!represents && (
        <Section title={t("own.title")}>
          <form action={layDown}>
            <ActingField />
            <input type="hidden" name="id" value={found.delegationId} />
            <SubmitButton look="danger">{t("own.layDown")}</SubmitButton>
          </form>
        </Section>
      )}
    </Page>
  );
}

async function Space({ organisation: { name, acting, delegationId } }: { organisation: Organisation }) {
  const t = await getTranslations("organisations");
  if (acting) {
    return (
      <ButtonRow>
        <ButtonLink href="/me/applications">{t("profile.applications")}</ButtonLink>
        <ButtonLink href="/me/certificates">{t("profile.certificates")}</ButtonLink>
      </ButtonRow>
    );
  }
  return (
    <form action={choosePrincipal}>
      <input type="hidden" name="returnTo" value="/me" />
      <Button type="submit" look="primary" name="delegation" value={delegationId}>{t.rich("act", { name, zh: (text) => <Chinese>{text}</Chinese> })}</Button>
    </form>
  );
}

async function Profile({ organisation: { id, capacity, name, uscc, address, representativeMasked, status, establishedOn, checkedAt } }: { organisation: Organisation }) {
  const [t, locale] = await Promise.all([getTranslations("organisations"), getLocale()]);
  const unknown = <span className="text-muted">{t("profile.unknown")}</span>;
  return (
    <Section title={t("profile.title")}>
      <DescriptionList facts={[
        { label: t("profile.name"), value: <Chinese>{name}</Chinese> },
        { label: t("uscc"), value: <span className="break-all">{uscc}</span> },
        { label: t("profile.address"), value: address ? <Chinese>{address}</Chinese> : unknown },
        { label: t("profile.representative"), value: <Chinese>{representativeMasked}</Chinese> },
        { label: t("profile.status"), value: t(`statuses.${status}`) },
        { label: t("profile.establishedOn"), value: establishedOn ? <time dateTime={establishedOn}>{formatDay(establishedOn, locale)}</time> : unknown },
        { label: t("profile.checkedAt"), value: checkedAt ? <time dateTime={checkedAt}>{formatInstant(checkedAt, locale)}</time> : unknown },
      ]} />
      {capacity === "representative" && (
        <form action={refresh}>
          <ActingField />
          <input type="hidden" name="organisation" value={id} />
          <SubmitButton look="secondary">{t("profile.refresh")}</SubmitButton>
        </form>
      )}
    </Section>
  );
}
