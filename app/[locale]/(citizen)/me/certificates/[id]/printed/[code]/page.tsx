import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Image from "next/image";
import { toString as drawQr } from "qrcode";
import { formatDay } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { PrintButton } from "@/app/_shared/applications/PrintButton";
import { revoke } from "@/app/_shared/certificates/presenting/actions";
import { codeHere, showPath } from "@/app/_shared/certificates/presenting/codes";
import { ScanList } from "@/app/_shared/certificates/presenting/ScanList";
import { FieldList, lastDayOf, PurposeText } from "@/app/_shared/certificates/presenting/words";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonRow } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { NumberGroups } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { env } from "@/env";

type Props = { params: Promise<{ id: string; code: string }> };
type Presentation = Answers["certificates"]["presentation"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("present.printed"))("title"), robots: { index: false } };
}

/** One code on paper: to print while its number is known, who looked, and how to end it. */
export default async function PrintedCodePage({ params }: Props) {
  const [{ id, code: presentationId }, locale] = await Promise.all([params, getLocale()]);
  const here = localePath(locale, `/me/certificates/${id}/printed/${presentationId}`);
  const calls = (await api()).certificates;
  const found = await answer(calls.presentation({ id: presentationId }), here);
  const [{ rows }, shown, t] = await Promise.all([answer(calls.listScans({ id: found.certificateId, presentationId, limit: 20 }), here), codeHere("printed", locale), getTranslations("present")]);
  const code = shown?.presentationId === presentationId && found.standing === "live" ? shown.code : undefined;
  const state = code ? "title" : found.standing === "live" ? "shown" : "ended";
  return (
    <Page width="form" before={<BackLink href={`/me/certificates/${id}/printed`}>{t("printed.title")}</BackLink>}>
      <div data-print="no"><PageHeading caption={<Chinese>{found.name}</Chinese>} title={t(`sheet.${state}`)} lead={t(state === "title" ? "sheet.lead" : `sheet.${state}Lead`)} /></div>
      {code ? <><Sheet presentation={found} code={code} /><ButtonRow><PrintButton /></ButtonRow></> : <Facts presentation={found} />}
      <div data-print="no" className="contents">
        <Section title={t("sheet.scans")}>
          {rows.length === 0 ? <p className="text-muted">{t("sheet.noScans")}</p> : <ScanList scans={rows} face={found.labels} label={t("sheet.scans")} />}
        </Section>
        {found.standing === "live" && <Revoke id={id} presentationId={presentationId} />}
      </div>
    </Page>
  );
}

async function Facts({ presentation }: { presentation: Presentation }) {
  const [t, locale] = await Promise.all([getTranslations("present"), getLocale()]);
  return (
    <DescriptionList facts={[
      { label: t("purpose"), value: <PurposeText purpose={presentation.purpose} words={presentation.words} /> },
      { label: t("live.shows"), value: <FieldList fields={presentation.fields} face={presentation.labels} /> },
      { label: t("printed.until"), value: formatDay(lastDayOf(presentation.expiresAt), locale) },
    ]} />
  );
}

/** What goes on paper: large, with the name masked, and what whoever is shown it must do. */
async function Sheet({ presentation, code }: { presentation: Presentation; code: string }) {
  const [t, locale] = await Promise.all([getTranslations("present"), getLocale()]);
  const svg = await drawQr(`${env().publicUrl}${showPath(code)}`, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
  return (
    <article aria-label={t("sheet.name")} data-paper="alone" className="flex flex-col gap-5 rounded-card border-2 border-accent bg-surface p-5 md:p-8 print:text-h3">
      <div className="flex flex-wrap items-center gap-x-8 gap-y-4">
        <Image unoptimized src={`data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`} alt={t("sheet.image")} width={240} height={240} className="rounded-card border border-line bg-white" />
        <div className="flex min-w-0 flex-col gap-2">
          <p className="text-muted">{t("sheet.name")}</p>
          <h2 className="text-h2 font-bold"><Chinese>{presentation.name}</Chinese></h2>
          {presentation.holders.map((holder) => <p key={holder}>{t("sheet.holder")}{locale === "en" ? ": " : "："}<Chinese>{holder}</Chinese></p>)}
        </div>
      </div>
      <p>
        <span className="block text-muted">{t("sheet.code")}</span>
        <span aria-hidden="true" data-read-aloud="skip"><NumberGroups value={code} every={4} className="text-figure font-bold" /></span>
        {/* Digit by digit, for whoever listens. */}
        <span className="sr-only">{t("sheet.spoken", { digits: [...code].join(" ") })}</span>
      </p>
      <DescriptionList facts={[
        { label: t("sheet.issuer"), value: <Chinese>{presentation.issuer}</Chinese> },
        { label: t("sheet.purpose"), value: <PurposeText purpose={presentation.purpose} words={presentation.words} /> },
        { label: t("sheet.until"), value: <strong>{formatDay(lastDayOf(presentation.expiresAt), locale)}</strong> },
      ]} />
      <p className="max-w-measure [overflow-wrap:anywhere]">{t("sheet.how", { address: `${env().publicUrl}/show` })}</p>
      <p className="max-w-measure font-semibold">{t("sheet.only")}</p>
    </article>
  );
}

async function Revoke({ id, presentationId }: { id: string; presentationId: string }) {
  const t = await getTranslations("present.sheet");
  return (
    <Section title={t("revokeTitle")}>
      <Details summary={t("revokeSummary")}>
        <form action={revoke} className="flex flex-col gap-4">
          <ActingField />
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="presentation" value={presentationId} />
          <p className="max-w-measure">{t("revokeText")}</p>
          <div><SubmitButton look="danger">{t("revoke")}</SubmitButton></div>
        </form>
      </Details>
    </Section>
  );
}
