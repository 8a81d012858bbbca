import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { RegisterForm, RevokeForm } from "./DeviceForms";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rectification.device"))("title") };
}

/** The screens at the windows of this supervisor's departments. */
export default async function DevicesPage({ searchParams }: Props) {
  const [locale, t, all, { revoked }] = await Promise.all([getLocale(), getTranslations("rectification.device"), getTranslations("rectification"), searchParams]);
  const { windows, devices } = await answer((await api()).ratings.listDevices(), localePath(locale, "/desk/ratings/devices"));
  return (
    <Page before={<Breadcrumbs trail={[{ href: "/desk/ratings", label: all("title") }]} current={t("title")} />} notice={revoked === "1" && <Notice tone="success" live>{t("revoked")}</Notice>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <ClientMessages areas={["errors", "rectification", "ui"]}>
        <RegisterForm idempotencyKey={crypto.randomUUID()} windows={windows.map(({ id, name, windowNumber }) => ({ value: id, label: windowNumber ? `${name} ${windowNumber}` : name }))} />
        <Section title={t("list")}>
          <Table
            dense caption={t("list")} captionHidden rows={devices} rowKey={({ id }) => id} empty={<p className="text-muted">{t("empty")}</p>}
            columns={[
              { key: "window", header: t("window"), rowHeader: true, cell: ({ windowName }) => windowName },
              { key: "kind", header: t("kind"), cell: ({ kind }) => t(`kinds.${kind}`) },
              { key: "at", header: t("registeredAt"), cell: ({ registeredAt }) => formatInstant(registeredAt, locale) },
              { key: "end", header: t("revoke"), cell: ({ id, windowName }) => <RevokeForm id={id} name={windowName} idempotencyKey={crypto.randomUUID()} /> },
            ]}
          />
        </Section>
      </ClientMessages>
    </Page>
  );
}
