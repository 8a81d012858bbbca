import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { PresentForm } from "@/app/_shared/certificates/presenting/PresentForm";
import { chosenBefore } from "@/app/_shared/certificates/presenting/start";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { presentationPurposes } from "@/domain/certificates/schema/presenting";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("present.choose"))("title") };
}

/** Before a certificate is shown: what for, and how much of it. */
export default async function PresentPage({ params, searchParams }: Props) {
  const [{ id }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const here = `/me/certificates/${id}/present`;
  const certificate = await answer((await api()).certificates.presentable({ id }), localePath(locale, here));
  const [t, errors, start] = await Promise.all([getTranslations("present"), getTranslations("errors"), chosenBefore(query["kept"], here)]);
  const { hindrance } = certificate;
  return (
    <Page width="form" before={<BackLink href={`/me/certificates/${id}`}>{t("back")}</BackLink>} notice={start && <RestoredNotice />}>
      <PageHeading caption={<Chinese>{certificate.name}</Chinese>} title={t("choose.title")} lead={hindrance ? undefined : t("choose.lead")} />
      {hindrance ? <Notice tone="warning">{refusalText(errors, { code: hindrance, params: {} })}</Notice> : (
        <ClientMessages areas={["errors", "present", "ui"]}>
          <PresentForm kind="live" certificate={certificate} purposes={presentationPurposes} idempotencyKey={randomUUID()} start={start ?? {}} />
        </ClientMessages>
      )}
      <ul className="flex flex-col elder:gap-4">
        {!hindrance && <li><TextLink href={`/me/certificates/${id}/printed`} className="tap">{t("choose.printedLink")}</TextLink></li>}
        <li><TextLink href={`/me/certificates/${id}/scans`} className="tap">{t("choose.scansLink")}</TextLink></li>
      </ul>
    </Page>
  );
}
