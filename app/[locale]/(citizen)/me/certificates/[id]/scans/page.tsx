import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { ScanList } from "@/app/_shared/certificates/presenting/ScanList";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("present.scans"))("title") };
}

/** Everybody who looked at a certificate that was shown, for good. */
export default async function ScansPage({ params, searchParams }: Props) {
  const [{ id }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const page = `/me/certificates/${id}/scans`;
  const calls = (await api()).certificates;
  const certificate = await answer(calls.presentable({ id }), localePath(locale, page));
  const [{ rows, nextCursor }, t] = await Promise.all([answer(calls.listScans({ id, ...(cursor ? { cursor } : {}) }), localePath(locale, page)), getTranslations("present")]);
  return (
    <Page width="form" before={<BackLink href={`/me/certificates/${id}`}>{t("back")}</BackLink>}>
      <PageHeading caption={<Chinese>{certificate.name}</Chinese>} title={t("scans.title")} lead={t("scans.lead")} />
      {rows.length === 0 && (
        <EmptyState title={t("scans.empty")} actions={!certificate.hindrance && <ButtonLink href={`/me/certificates/${id}/present`} icon="qr">{t("scans.present")}</ButtonLink>}>{t("scans.emptyText")}</EmptyState>
      )}
      {rows.length > 0 && <ScanList scans={rows} face={certificate.face} label={t("scans.title")} />}
      {(cursor || nextCursor) && <Pagination previousHref={cursor && page} nextHref={nextCursor && `${page}?cursor=${nextCursor}`} />}
    </Page>
  );
}
