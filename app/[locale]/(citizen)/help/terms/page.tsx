import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { glossary, glossaryGroups, glossaryWords, type GlossaryWord } from "@/app/_shared/terms/glossary";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("glossary");
  return { title: t("title"), description: t("lead") };
}

/** Every word of the citizens' glossary in plain language, each with an address of its own. */
export default async function TermsPage() {
  const [t, help] = await Promise.all([getTranslations("glossary"), getTranslations("help")]);
  return (
    <Page before={<BackLink href="/help">{help("title")}</BackLink>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <p className="max-w-measure text-muted" data-print="no">{t("find")}</p>
      {glossaryGroups.map((group) => (
        <Section key={group} id={group} title={t(`groups.${group}`)}>
          <dl className="grid max-w-measure gap-5">{glossaryWords.filter((word) => glossary[word].group === group).map((word) => <Entry key={word} word={word} />)}</dl>
        </Section>
      ))}
    </Page>
  );
}

function Entry({ word }: { word: GlossaryWord }) {
  const t = useTranslations("glossary");
  return (
    <div id={word} className="scroll-mt-6 rounded-control border-l-4 border-line pl-4 target:border-accent target:bg-accent-soft">
      <dt className="font-bold">{t(`words.${word}.name`)}</dt>
      <dd>{t(`words.${word}.text`)}</dd>
    </div>
  );
}
