import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay } from "@/app/_i18n/format";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Became, GivenRating } from "@/app/_shared/ratings/Became";
import { Faces } from "@/app/_shared/ratings/Faces";
import { RatingForm } from "@/app/_shared/ratings/RatingForm";
import { typedOf } from "@/app/_shared/ratings/state";
import { Chinese, itemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";
import { RatingLevel } from "@/domain/ratings/schema";
import { rate, rateAgain } from "./actions";

type RatePageProps = { params: Promise<{ number: string }>; searchParams: Promise<{ level?: string; again?: string; kept?: string | string[] }> };
type View = Answers["ratings"]["get"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("ratings"))("title") };
}

/** Two small steps, each a plain page: how satisfied, then why. Nothing is chosen beforehand. */
export default async function RatePage({ params, searchParams }: RatePageProps) {
  const { number } = await params;
  const view = await answer((await api()).ratings.get({ number: decodeURIComponent(number) }), `/me/applications/${number}/rate`);
  const query = await searchParams;
  const again = view.again && query.again === "1";
  const kept = await restored(query.kept, `/me/applications/${view.number}/rate`);
  const level = RatingLevel.safeParse(query.level ?? (kept && textOfKept(kept, "level"))).data;
  const step = { view, level, again };
  return <Page width="form" before={<Back {...step} />} notice={kept && <RestoredNotice />}>{view.rateable || again || (level && view.nameless) ? <Rating {...step} kept={kept} /> : <Standing view={view} />}</Page>;
}

type StepProps = { view: View; level: RatingLevel | undefined; again: boolean };

const pageOf = ({ number }: View, again: boolean) => `/me/applications/${number}/rate${again ? "?again=1" : ""}`;
const levelHref = (view: View, again: boolean, level: RatingLevel) => `${pageOf(view, again)}${again ? "&" : "?"}level=${level}`;

function Back({ view, level, again }: StepProps) {
  const t = useTranslations("ratings");
  if ((view.rateable || again) && level) return <BackLink href={pageOf(view, again)} />;
  return again ? <BackLink href={pageOf(view, false)} /> : <BackLink href={`/me/applications/${view.number}`}>{t("back")}</BackLink>;
}

function Rating({ view, level, again, kept }: StepProps & { kept: KeptFields | undefined }) {
  const t = useTranslations("ratings");
  const locale = useLocale();
  const caption = t("caption", { number: view.number });
  if (!level) {
    const until = view.endsOn && !again ? ` ${t("until", { day: formatDay(view.endsOn, locale) })}` : "";
    return (
      <>
        <PageHeading caption={caption} title={t(again ? "again.title" : "title")} lead={again ? t("again.lead") : <>{t.rich("lead", { department: view.departmentName, item: itemName({ name: view.itemName, nameEn: view.itemNameEn }, locale), zh: (text) => <Chinese>{text}</Chinese>, named: (text) => (locale === "en" && view.itemNameEn ? text : <Chinese>{text}</Chinese>) })}{until}</>} />
        <Faces hrefOf={(one) => levelHref(view, again, one)} />
      </>
    );
  }
  return (
    <ClientMessages areas={["errors", "ratings", "ui"]}>
      <RatingForm
        action={again ? rateAgain : rate} hidden={{ number: view.number, idempotencyKey: crypto.randomUUID() }} level={level} caption={caption} changeHref={pageOf(view, again)}
        nameless={again ? "never" : "choice"} next={<p><ButtonLink href={`/me/applications/${view.number}`}>{t("back")}</ButtonLink></p>} closed={view.nameless && <Standing view={view} />} start={typedOf(kept)}
      />
    </ClientMessages>
  );
}

/** A case that is not rated now: it was, by name or without, or cannot be. */
function Standing({ view }: { view: View }) {
  const t = useTranslations("ratings");
  const caption = t("caption", { number: view.number });
  if (view.rating) {
    return (
      <>
        <PageHeading caption={caption} title={t("given")} />
        <Notice tone="success" title={t("thanks.title")}>{t("thanks.text")}</Notice>
        <GivenRating {...view.rating} />
        <Became rectification={view.rectification} second={view.second} />
        {view.again && <p><ButtonLink look="primary" href={pageOf(view, true)}>{t("again.link")}</ButtonLink></p>}
      </>
    );
  }
  if (view.nameless) {
    return (
      <>
        <PageHeading caption={caption} title={t("nameless.title")} lead={t("nameless.text")} />
        <p><ButtonLink href="/rate/receipt">{t("receipt.link")}</ButtonLink></p>
      </>
    );
  }
  const why = view.hindrance === "ratings.windowOver" ? "over" : "notYet";
  return <PageHeading title={t(`${why}.title`)} lead={t(`${why}.text`)} />;
}
