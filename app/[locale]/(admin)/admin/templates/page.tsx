import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { textName } from "./textName";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("title") };
}

export default async function TemplatesPage() {
  const [t, caller] = await Promise.all([getTranslations("templates"), api()]);
  const texts = await answer(caller.notices.listTexts(), "/admin/templates");
  return (
    <Page width="wide">
      <PageHeading title={t("title")} lead={t("lead")} />
      <Terms words={["noticeText", "messageText", "textVersion"]} />
      {(["notice", "message", "letter"] as const).map((group) => (
        <Section key={group} title={t(`groups.${group}`)} intro={t(`groupIntro.${group}`)}>
          <Table
            caption={t(`groups.${group}`)}
            captionHidden
            dense
            rows={texts.filter(({ kind }) => kind.startsWith(`${group}.`))}
            rowKey={({ kind }) => kind}
            columns={[
              { key: "name", header: t("list.name"), rowHeader: true, cell: ({ kind }) => <TextLink href={`/admin/templates/${kind}`} className="inline-flex min-h-tap items-center">{textName(t, kind)}</TextLink> },
              { key: "version", header: t("list.version"), cell: ({ version }) => t("list.versionLine", { version }) },
              { key: "state", header: t("list.state"), cell: ({ waiting }) => waiting && <Tag tone="warning">{t("list.waiting")}</Tag> },
            ]}
          />
        </Section>
      ))}
    </Page>
  );
}
