import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Localised } from "@/app/_shared/items/Localised";
import { holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { textDuties } from "@/domain/notices/policy";
import { textName } from "./textName";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("templates"))("title") };
}

export default async function TemplatesPage() {
  const [t, caller] = await Promise.all([getTranslations("templates"), api()]);
  const texts = await answer(caller.notices.listTexts(), "/admin/templates");
  const mayWrite = await holds(textDuties.propose);
  return (
    <Page width="wide">
      <PageHeading title={t("title")} lead={t("lead")} />
      <Terms words={["noticeText", "messageText", "textVersion"]} />
      {(["notice", "message", "step", "letter"] as const).map((group) => (
        <Section key={group} title={t(`groups.${group}`)} intro={t(`groupIntro.${group}`)} actions={group === "step" && mayWrite && <ButtonLink href="/admin/templates/new">{t("new.link")}</ButtonLink>}>
          {texts.some(({ kind }) => kind.startsWith(`${group}.`)) && <Table
            caption={t(`groups.${group}`)}
            captionHidden
            dense
            rows={texts.filter(({ kind }) => kind.startsWith(`${group}.`))}
            rowKey={({ kind }) => kind}
            columns={[
              { key: "name", header: t("list.name"), rowHeader: true, cell: ({ kind, name }) => <TextLink href={`/admin/templates/${kind}`} className="inline-flex min-h-tap items-center">{name ? <Localised text={name} /> : textName(t, kind)}</TextLink> },
              { key: "version", header: t("list.version"), cell: ({ version }) => (version ? t("list.versionLine", { version }) : t("list.unpublished")) },
              { key: "state", header: t("list.state"), cell: ({ waiting }) => waiting && <Tag tone="warning">{t("list.waiting")}</Tag> },
            ]}
          />}
        </Section>
      ))}
    </Page>
  );
}
