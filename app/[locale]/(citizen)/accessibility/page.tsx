import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page, PageHeading, Prose } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";

const met = ["keyboard", "script", "contrast", "zoom", "elder", "reading", "errors", "motion", "time"] as const;
const gaps = ["testing", "voice", "sign", "english", "uploads"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("accessibility");
  return { title: t("title"), description: t("lead") };
}

export default async function AccessibilityPage() {
  const t = await getTranslations("accessibility");
  return (
    <Page>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Prose>
        <h2>{t("standards.title")}</h2>
        <p>{t("standards.text")}</p>
        <ul><li>{t("standards.wcag")}</li><li>{t("standards.gb")}</li></ul>
        <p>{t("standards.status")}</p>
        <h2>{t("met.title")}</h2>
        <ul>{met.map((key) => <li key={key}>{t(`met.${key}`)}</li>)}</ul>
        <p data-print="no"><TextLink href="/preferences" className="tap">{t("display")}</TextLink></p>
        <h2>{t("gaps.title")}</h2>
        <ul>{gaps.map((key) => <li key={key}>{t(`gaps.${key}`)}</li>)}</ul>
        <p>{t("gaps.other")}</p>
        <h2>{t("browsers.title")}</h2>
        <p>{t("browsers.text")}</p>
        <h2>{t("feedback.title")}</h2>
        <p>{t("feedback.text")}</p>
        <p>{t("feedback.complain")}</p>
      </Prose>
    </Page>
  );
}
