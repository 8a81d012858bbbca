import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { KeepOffline } from "@/app/_shared/certificates/offline/KeepOffline";
import { NoticeList } from "@/app/_shared/notices/NoticeList";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { buttonClass, ButtonRow } from "@/app/_ui/Button";
import { Icon } from "@/app/_ui/Icon";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, Section } from "@/app/_ui/Page";
import { hindersKeeping } from "@/domain/certificates/policy/wallet";
import { env } from "@/env";
import { ChooseForm } from "./ChooseForm";
import { Face } from "./Face";
import { Present, PresentFirst, Verify } from "./ForOthers";
import { Rights } from "./Rights";
import { StateNotice } from "./StateNotice";
import { Uses } from "./Uses";

type Certificate = Answers["certificates"]["get"];
type CertificatePageProps = { params: Promise<{ id: string }> };

const latest = 5;

const certificateOf = cache(async (id: string) => answer((await api()).certificates.get({ id }), localePath(await getLocale(), `/me/certificates/${id}`)));

export async function generateMetadata({ params }: CertificatePageProps): Promise<Metadata> {
  return { title: (await certificateOf((await params).id)).name };
}

/** One e-certificate as its holder sees it: how it stands and what to do, the whole face, what it can be used for and who used it. */
export default async function CertificatePage({ params }: CertificatePageProps) {
  const certificate = await certificateOf((await params).id);
  const { id, identifier, signed } = certificate;
  const [t, uses, account] = [await getTranslations("certificates"), await (await api()).certificates.listUses({ certificateId: id, limit: latest }), await currentAccount()];
  const keepable = account && !hindersKeeping(account.actingFor ? { actingFor: account.actingFor } : {}, certificate);
  return (
    <Page before={<BackLink href="/me/certificates">{t("back")}</BackLink>} notice={<StateNotice certificate={certificate} />}>
      <PresentFirst certificate={certificate} />
      <Face certificate={certificate} />
      {!signed && <Notice tone="info" title={t("signing")} />}
      <Present certificate={certificate} />
      {signed && <Downloads certificate={certificate} />}
      {signed && <Verify identifier={identifier} />}
      {keepable && <ClientMessages areas={["common", "ui", "wallet"]}><KeepOffline id={id} on={env().OFFLINE_SHELL} /></ClientMessages>}
      {/* A print is handed on: who used the certificate before is no business of whoever is given it. */}
      <div data-print="no" className="contents">
        <NoticeList certificateId={id} />
        <Uses id={id} uses={uses.rows} />
        <Rights holders={certificate.record.holders.length} />
      </div>
    </Page>
  );
}

function Downloads({ certificate: { ofd, id, presentable, record, status, validUntil } }: { certificate: Certificate }) {
  const t = useTranslations("certificates");
  const language = useLocale() === "en" ? "en" : "zh";
  return (
    <div data-print="no">
      <Section title={t("downloadsTitle")} intro={t("downloadsText")}>
        <ButtonRow>
          <a href={`/api/certificates/${id}/pdf`} download className={buttonClass("secondary")}><Icon name="download" />{t("downloadPdf")}</a>
          <a href={`/api/certificates/${id}/json`} download className={buttonClass("secondary")}><Icon name="download" />{t("downloadJson")}</a>
          {ofd && <a href={`/api/certificates/${id}/ofd`} download className={buttonClass("secondary")}><Icon name="download" />{t("downloadOfd")}</a>}
          {status === "valid" && validUntil && <a href={`/api/certificates/${id}/calendar?language=${language}`} download className={buttonClass("secondary")}><Icon name="calendar" />{t("downloadExpiry")}</a>}
          <PrintButton />
        </ButtonRow>
        {presentable && <ChooseForm id={id} record={record} />}
      </Section>
    </div>
  );
}
