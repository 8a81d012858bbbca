import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { itemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { questionsOf } from "@/domain/items/rules/guided-start";
import { AskPage } from "./AskPage";
import { NeedsPage } from "./NeedsPage";
import { progressOf, readAnswers, wasLeftOpen } from "./query";
import { UnfitPage } from "./UnfitPage";

type Props = { params: Promise<{ code: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

async function guideOf(code: string) {
  const found = await answer((await api()).items.get({ code }), `/items/${code}`);
  return found.kind === "guide" ? found.guide : undefined;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const [{ code }, query, locale, t, common] = await Promise.all([params, searchParams, getLocale(), getTranslations("guidedStart"), getTranslations("common")]);
  const guide = await guideOf(code);
  if (!guide) return { title: t("heading") };
  const title = t("title", { item: itemName(guide.content, locale) });
  return { title: wasLeftOpen(guide, query) ? common("errorTitle", { title }) : title };
}

/** One plain question at a time, without signing in; then what this person needs, or what to do where it does not fit. */
export default async function GuidedStartPage({ params, searchParams }: Props) {
  const [{ code }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const guide = await guideOf(code);
  if (!guide || guide.status !== "published" || questionsOf(guide.content).length === 0) redirect(localePath(locale, `/items/${code}`));
  const answers = readAnswers(guide, query);
  const progress = progressOf(guide, answers);
  if (answers.fits === "no") return <UnfitPage guide={guide} progress={progress} />;
  return progress.open === undefined ? <NeedsPage guide={guide} answers={answers} progress={progress} /> : <AskPage guide={guide} progress={progress} open={progress.open} asked={answers.asked} />;
}
