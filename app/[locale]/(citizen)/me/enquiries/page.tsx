import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { EnquiryCard } from "@/app/_shared/enquiries/EnquiryCard";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("enquiries.own"))("title") };
}

/** One's own questions with their answers. */
export default async function OwnEnquiriesPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("enquiries.own")]);
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const { rows, nextCursor } = await answer((await api()).enquiries.listOwn(cursor ? { cursor } : {}), localePath(locale, "/me/enquiries"));
  return (
    <Page before={<BackLink href="/me" />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <div><ButtonLink look="primary" href="/ask">{t("new")}</ButtonLink></div>
      {rows.length > 0 ? rows.map((enquiry) => <EnquiryCard key={enquiry.id} enquiry={enquiry} />) : <EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
      <Pagination previousHref={cursor && "/me/enquiries"} nextHref={nextCursor ? `/me/enquiries?cursor=${encodeURIComponent(nextCursor)}` : undefined} />
    </Page>
  );
}
