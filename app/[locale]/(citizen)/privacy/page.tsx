import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Page, PageHeading, Prose, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";

const held = ["account", "answers", "files", "cases", "audit", "session"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("privacy");
  return { title: t("title"), description: t("lead") };
}

/** The notice of PIPL 17 and 35: what, why, how long, which rights, whom to ask. */
export default async function PrivacyPage() {
  const t = await getTranslations("privacy");
  return (
    <Page>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Held />
      <Prose>
        <h2>{t("basis.title")}</h2>
        <p>{t("basis.text")}</p>
        <h2>{t("who.title")}</h2>
        <ul><li>{t("who.staff")}</li><li>{t("who.reveal")}</li><li>{t("who.public")}</li><li>{t("who.automatic")}</li></ul>
        <h2>{t("period.title")}</h2>
        <ul><li>{t("period.draft")}</li><li>{t("period.cases")}</li><li>{t("period.session")}</li></ul>
        <h2>{t("rights.title")}</h2>
        <p>{t("rights.text")}</p>
        <ul><li>{t("rights.self")}</li><li>{t.rich("rights.data", { link: (words) => <TextLink href="/me/data">{words}</TextLink> })}</li><li>{t("rights.ask")}</li><li>{t("rights.children")}</li></ul>
        <h2>{t("ask.title")}</h2>
        <p>{t("ask.text")}</p>
        <p>{t("ask.complain")}</p>
      </Prose>
    </Page>
  );
}

function Held() {
  const t = useTranslations("privacy.held");
  return (
    <Section title={t("title")}>
      <dl className="border-t border-line">
        {held.map((key) => (
          <div key={key} className="grid gap-x-10 gap-y-1 border-b border-line py-4 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] elder:md:grid-cols-1">
            <dt className="font-semibold">{t(`rows.${key}.what`)}</dt>
            <dd>
              <p>{t("why", { text: t(`rows.${key}.why`) })}</p>
              <p className="text-muted">{t("how", { text: t(`rows.${key}.how`) })}</p>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
