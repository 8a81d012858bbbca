import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDayShort } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { buttonClass, ButtonRow } from "@/app/_ui/Button";
import { Tiles } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";
import { DescriptionList } from "@/app/_ui/Lists";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { retention, type Retention } from "@/domain/records/rules/retention";

type Overview = Answers["records"]["overview"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("data"))("title") };
}

/** What is held about me and why, who used it, a copy to take along, and the way to have it put right or erased. */
export default async function DataPage() {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("data")]);
  const { profile, counts } = await answer((await api()).records.overview(), localePath(locale, "/me/data"));
  return (
    <Page before={<BackLink href="/me" />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Tiles columns={2} label={t("tiles.label")} tiles={[
        { href: "/me/data/accesses", title: t("tiles.accesses"), note: t("tiles.accessesNote"), icon: "search" },
        { href: "/me/data/requests", title: t("tiles.requests"), note: t("tiles.requestsNote"), icon: "document" },
      ]} />
      <Profile profile={profile} />
      <Section id="copy" title={t("copy.title")} intro={t("copy.text")}>
        <ButtonRow>
          {(["pdf", "json"] as const).map((form) => <a key={form} href={`/api/records/${form}`} className={buttonClass("secondary")}><Icon name="download" />{t(`copy.${form}`)}</a>)}
        </ButtonRow>
      </Section>
      <Section title={t("held.title")}>
        <dl className="border-t border-line">{retention.map((row) => <Held key={row.dataClass} row={row} count={counts[row.dataClass]} />)}</dl>
      </Section>
    </Page>
  );
}

function Profile({ profile }: { profile: Overview["profile"] }) {
  const t = useTranslations("data.profile");
  const locale = useLocale();
  const none = <span className="text-muted">{t("none")}</span>;
  return (
    <Section title={t("title")} actions={<TextLink href="/me/data/requests/new" className="inline-flex min-h-tap items-center">{t("correct")}</TextLink>}>
      <DescriptionList facts={[
        { label: t("name"), value: profile.name },
        { label: t("phone"), value: profile.phone ?? none },
        { label: t("email"), value: profile.email ?? none },
        { label: t("citizenId"), value: profile.citizenId ?? none },
        { label: t("address"), value: profile.address ?? none },
        { label: t("birthOn"), value: profile.birthOn ? formatDayShort(profile.birthOn, locale) : none },
        { label: t("level"), value: profile.assuranceLevel },
      ]} />
    </Section>
  );
}

function Held({ row, count }: { row: Retention; count: number | undefined }) {
  const t = useTranslations("data");
  const locale = useLocale();
  const { dataClass, basis, days, action, since } = row;
  const period = days === null ? t("period.forGood") : t(`period.${action}`, { days, since: t(`since.${since}`) });
  return (
    <div className="grid gap-x-10 gap-y-1 border-b border-line py-4 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] elder:md:grid-cols-1">
      <dt className="font-semibold">{t(`classes.${dataClass}.what`)}{count !== undefined && <span className="block font-normal text-muted">{t("held.count", { count })}</span>}</dt>
      <dd className="flex flex-col gap-[0.6em]">
        <p>{t("held.purpose", { text: t(`classes.${dataClass}.why`) })}</p>
        <p>{t("held.period", { text: period })}</p>
        <p className="text-muted">{t("held.basis", { text: locale === "en" ? basis.en : basis.zh })}</p>
      </dd>
    </div>
  );
}
