import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Image from "next/image";
import { redirect } from "next/navigation";
import { toString as drawQr } from "qrcode";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { another } from "@/app/_shared/certificates/presenting/actions";
import { codeHere, showPath } from "@/app/_shared/certificates/presenting/codes";
import { ScanList } from "@/app/_shared/certificates/presenting/ScanList";
import { FieldList, PurposeText } from "@/app/_shared/certificates/presenting/words";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextLink } from "@/app/_ui/TextLink";
import { presenting } from "@/domain/certificates/rules/presenting";
import { env } from "@/env";
import { LiveCode } from "./LiveCode";

type Props = { params: Promise<{ id: string }> };
type Presentation = Answers["certificates"]["presentation"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("present.live"))("title"), robots: { index: false } };
}

const listed = 5;
const next = { seconds: presenting.liveSeconds - presenting.renewSeconds, times: presenting.renewals };

/** The code that somebody else scans, for a minute and one look, and who looked. */
export default async function CodePage({ params }: Props) {
  const [{ id }, locale] = await Promise.all([params, getLocale()]);
  const shown = await codeHere("live", locale);
  if (!shown) redirect(localePath(locale, `/me/certificates/${id}/present`));
  const calls = (await api()).certificates;
  const here = localePath(locale, `/me/certificates/${id}/present/code`);
  const presentation = await answer(calls.presentation({ id: shown.presentationId }), here);
  const [{ rows }, t] = await Promise.all([answer(calls.listScans({ id, limit: listed }), here), getTranslations("present")]);
  const { standing } = presentation;
  return (
    <Page width="form">
      <PageHeading caption={<Chinese>{presentation.name}</Chinese>} title={t(standing === "live" ? "live.title" : `live.${closed(standing)}`)} />
      {standing === "live" ? <Picture code={shown.code} /> : <Notice tone={standing === "used" ? "success" : "warning"} live>{t(`live.${closed(standing)}Text`)}</Notice>}
      <ClientMessages areas={["present", "ui"]}>
        <LiveCode next={next} presentationId={presentation.id} standing={standing} now={presentation.now} secondsLeft={presentation.secondsLeft} newest={rows[0]?.id ?? null} />
      </ClientMessages>
      <NextSteps presentation={presentation} />
      <DescriptionList facts={[
        { label: t("purpose"), value: <PurposeText purpose={presentation.purpose} words={presentation.words} /> },
        { label: t("live.shows"), value: <FieldList fields={presentation.fields} face={presentation.labels} /> },
      ]} />
      <Section title={t("live.recent")}>
        {rows.length === 0 ? <p className="text-muted">{t("scans.empty")}</p> : <ScanList scans={rows} face={presentation.labels} label={t("live.recent")} />}
        <p><TextLink href={`/me/certificates/${id}/scans`} className="tap">{t("scans.all")}</TextLink></p>
      </Section>
    </Page>
  );
}

const closed = (standing: Presentation["standing"]) => (standing === "used" || standing === "revoked" ? standing : "ended");

async function Picture({ code }: { code: string }) {
  const t = await getTranslations("present.live");
  const address = `${env().publicUrl}${showPath(code)}`;
  const svg = await drawQr(address, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
  return (
    <div className="flex flex-col gap-4">
      {/* White around and behind it in every theme: cameras need it. */}
      <Image unoptimized src={`data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`} alt={t("image")} width={320} height={320} className="w-full max-w-80 self-center rounded-card border border-line bg-white" data-address={address} />
      <p className="max-w-measure text-muted">{t("bright")}</p>
    </div>
  );
}

async function NextSteps({ presentation: { id, certificateId, standing } }: { presentation: Presentation }) {
  const t = await getTranslations("present.live");
  return (
    <>
      {standing === "live" && <noscript><p><a href={localePath(await getLocale(), `/me/certificates/${certificateId}/present/code`)} className="tap">{t("look")}</a></p></noscript>}
      <ButtonRow>
        <form action={another}>
          <ActingField />
          <input type="hidden" name="presentation" value={id} />
          <SubmitButton look={standing === "live" ? "secondary" : "primary"} icon="qr">{t("again")}</SubmitButton>
        </form>
        <ButtonLink href={`/me/certificates/${certificateId}`}>{t("done")}</ButtonLink>
      </ButtonRow>
    </>
  );
}
