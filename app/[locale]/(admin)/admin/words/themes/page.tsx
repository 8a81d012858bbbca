import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { Chinese } from "@/app/_shared/items/Localised";
import { holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { TextLink } from "@/app/_ui/TextLink";
import { wordDuties } from "@/domain/items/policy/words";
import { FieldsForm } from "../../_parts/FieldsForm";
import { DoneNotice } from "../../_parts/Proposals";
import { propose } from "../actions";
import { WordTabs } from "../WordParts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Theme = Answers["items"]["listThemes"][number];

const path = "/admin/words/themes";
const Query = z.object({ theme: z.string().max(30).catch("") });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("words.theme"))("title") };
}

export default async function ThemesPage({ searchParams }: Props) {
  const params = await searchParams;
  const [t, caller] = await Promise.all([getTranslations("words.theme"), api()]);
  const themes = await answer(caller.items.listThemes(), path);
  const mayWrite = await holds(wordDuties.propose);
  const chosen = themes.find(({ theme }) => theme === Query.parse(params).theme);
  return (
    <ClientMessages areas={["errors", "proposals", "ui"]}>
      <Page width="wide" notice={<DoneNotice done={params["done"]} />}>
        <PageHeading title={t("title")} lead={t("intro")} />
        <Terms words={["theme"]} />
        <WordTabs current="themes" />
        {mayWrite && <ThemeForm chosen={chosen} />}
        <Table
          caption={t("title")}
          captionHidden
          dense
          rows={themes}
          rowKey={({ theme }) => theme}
          columns={[
            { key: "theme", header: t("theme"), rowHeader: true, cell: ({ theme }) => mayWrite ? <TextLink href={`${path}?${new URLSearchParams({ theme })}#theme`} className="inline-flex min-h-tap items-center"><Chinese>{theme}</Chinese></TextLink> : <Chinese>{theme}</Chinese> },
            { key: "nameZh", header: t("nameZh"), cell: ({ nameZh }) => <Chinese>{nameZh}</Chinese> },
            { key: "nameEn", header: t("nameEn"), cell: ({ nameEn }) => nameEn && <span lang="en">{nameEn}</span> },
            { key: "home", header: t("home"), cell: ({ home, position }) => (home ? `${t(home)} ${position}` : t("none")) },
            { key: "count", header: t("count"), align: "end", cell: ({ count }) => count },
          ]}
        />
      </Page>
    </ClientMessages>
  );
}

async function ThemeForm({ chosen }: { chosen: Theme | undefined }) {
  const [t, submit] = [await getTranslations("words.theme"), (await getTranslations("words.synonym"))("submit")];
  const homes = [{ value: "", label: t("none") }, { value: "person", label: t("person") }, { value: "organisation", label: t("organisation") }];
  return (
    <Section id="theme" title={t("set")}>
      <div className="max-w-form">
        <FieldsForm key={chosen?.theme} action={propose} hidden={{ kind: "setTheme", path }} submit={submit} fields={[
          { type: "text", name: "theme", label: t("theme"), value: chosen?.theme, problem: t("problem"), width: "medium" },
          { type: "text", name: "nameZh", label: t("nameZh"), value: chosen?.nameZh, problem: t("problem"), width: "medium" },
          { type: "text", name: "nameEn", label: t("nameEn"), value: chosen?.nameEn ?? "", problem: t("problem"), width: "medium" },
          { type: "select", name: "home", label: t("home"), value: chosen?.home ?? "", options: homes },
          { type: "text", name: "position", label: t("position"), value: String(chosen?.position ?? 0), problem: t("positionProblem"), width: "tiny" },
        ]} />
      </div>
    </Section>
  );
}
