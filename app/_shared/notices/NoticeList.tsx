import { getLocale, getTranslations } from "next-intl/server";
import { formatDay } from "@/app/_i18n/format";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";
import { keepWeekday } from "@/app/_ui/keepWeekday";
import { Section } from "@/app/_ui/Page";
import { Chinese, Localised } from "../items/Localised";

type Summary = Answers["notices"]["listFor"][number];

/** The written acts of the office on a case, or on a certificate, each to read here and to download with its seal; nothing where there are none. */
export async function NoticeList(of: { number: string } | { certificateId: string }) {
  const { notices: asked } = await api();
  const notices = await ("number" in of ? asked.listFor({ number: of.number }) : asked.listForCertificate({ id: of.certificateId }));
  if (notices.length === 0) return null;
  const t = await getTranslations("applications.notices");
  return (
    <Section title={t("title")}>
      <ul className="divide-y divide-line rounded-card border border-line">
        {notices.map((notice) => <li key={notice.id} className="px-4 py-3 md:px-5"><NoticeEntry notice={notice} /></li>)}
      </ul>
    </Section>
  );
}

async function NoticeEntry({ notice: { id, number, title, titleEn, issuedOn, sealed, servedOn } }: { notice: Summary }) {
  const [t, locale, { body }] = await Promise.all([getTranslations("applications.notices"), getLocale(), (await api()).notices.get({ id })]);
  return (
    <div className="flex flex-col gap-1">
      <p className="font-semibold"><Localised text={{ zh: title, en: titleEn }} /></p>
      <p className="text-hint text-muted"><Chinese>{number}</Chinese>{issuedOn !== servedOn && <>{t("comma")}{locale === "en" ? " " : ""}{keepWeekday(formatDay(issuedOn, locale))}</>}{servedOn && <>{t("comma")}{locale === "en" ? " " : ""}{keepWeekday(t("served", { day: formatDay(servedOn, locale) }))}</>}</p>
      <div className="flex flex-wrap items-start gap-x-6">
        <Details summary={t("read")}>
          <div lang="zh-CN" className="flex max-w-measure flex-col gap-3">
            <p>{body.recipient}：</p>
            {body.paragraphs.map((paragraph) => <p key={paragraph}>{paragraph}</p>)}
            {body.items.length > 0 && <ol className="list-decimal pl-[1.6em]">{body.items.map((item) => <li key={item}>{item}</li>)}</ol>}
            {body.remedies.map((remedy) => <p key={remedy}>{remedy}</p>)}
            <p>{body.issuer}<br />{formatDay(body.issuedOn, "zh-CN")}</p>
          </div>
        </Details>
        {sealed ? <a href={`/api/notices/${id}/pdf`} className="inline-flex min-h-tap items-center gap-2"><Icon name="download" />{t("download")}</a> : <span className="inline-flex min-h-tap items-center text-hint text-muted">{t("sealing")}</span>}
      </div>
    </div>
  );
}
