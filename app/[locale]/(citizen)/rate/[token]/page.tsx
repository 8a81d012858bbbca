import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { toDataURL } from "qrcode";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { Faces } from "@/app/_shared/ratings/Faces";
import { RatingForm } from "@/app/_shared/ratings/RatingForm";
import { api, unlessMissing } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { RatingLevel } from "@/domain/ratings/schema";
import { env } from "@/env";
import { rateVisit } from "./actions";
import { KeepLooking } from "./KeepLooking";
import { ReturnAfter } from "./ReturnAfter";

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ level?: string }> };
type Visit = Answers["ratings"]["getVisit"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ratings.visit"))("title"), robots: { index: false }, referrer: "same-origin" };
}

/** The screen at a window, or one visit on one's own phone: five faces, then why. It never says who is asked. */
export default async function RateVisitPage({ params, searchParams }: Props) {
  const { token } = await params;
  const [locale, t] = await Promise.all([getLocale(), getTranslations("ratings")]);
  const here = `/rate/${encodeURIComponent(token)}`;
  const visit = await unlessMissing((await api()).ratings.getVisit({ token }));
  if (!visit) return <Unknown />;
  const level = RatingLevel.safeParse((await searchParams).level).data;
  const name = (locale === "en" ? visit.nameEn : null) ?? visit.name;
  const caption = `${visit.departmentName} · ${visit.windowNumber ? t("visit.window", { name, number: visit.windowNumber }) : name}`;
  if (!level) return <Page width="form"><First visit={visit} caption={caption} here={here} /></Page>;
  return (
    <Page width="form" before={<BackLink href={here} />}>
      {visit.kind === "device" && <ReturnAfter href={localePath(locale, here)} />}
      <ClientMessages areas={["errors", "ratings", "ui"]}>
        <RatingForm action={rateVisit} hidden={{ token }} level={level} caption={caption} changeHref={here} nameless="always" next={<p><ButtonLink href={here}>{t("visit.done")}</ButtonLink></p>} closed={!visit.waits && <First visit={visit} caption={caption} here={here} />} start={{}} />
      </ClientMessages>
    </Page>
  );
}

async function Unknown() {
  const t = await getTranslations("ratings.visit");
  return (
    <Page width="form">
      <PageHeading title={t("unknown")} lead={t("unknownText")} />
      <ButtonRow><ButtonLink href="/">{t("home")}</ButtonLink></ButtonRow>
    </Page>
  );
}

async function First({ visit, caption, here }: { visit: Visit; caption: string; here: string }) {
  const t = await getTranslations("ratings.visit");
  if (!visit.waits) {
    return (
      <>
        <PageHeading caption={caption} title={t(visit.kind === "device" ? "idle" : "over")} lead={t(visit.kind === "device" ? "idleText" : "overText")} />
        {visit.kind === "device" && <p><KeepLooking /><ButtonLink href={here}>{t("look")}</ButtonLink></p>}
      </>
    );
  }
  return (
    <>
      <PageHeading caption={caption} title={t("title")} lead={t("lead")} />
      <Faces hrefOf={(level) => `${here}?level=${level}`} />
      {visit.phoneToken && <OnPhone token={visit.phoneToken} />}
    </>
  );
}

async function OnPhone({ token }: { token: string }) {
  const [t, locale] = await Promise.all([getTranslations("ratings.visit"), getLocale()]);
  const image = await toDataURL(`${env().publicUrl}${localePath(locale, `/rate/${token}`)}`, { errorCorrectionLevel: "M", margin: 4, width: 480 });
  return (
    <Section title={t("phone")} intro={t("phoneText")}>
      {/* oxlint-disable-next-line nextjs/no-img-element -- a picture made here, of this address alone */}
      <img src={image} alt={t("picture")} width={240} height={240} className="rounded-card border border-line" />
    </Section>
  );
}
