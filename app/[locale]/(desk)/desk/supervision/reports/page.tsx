import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { dayOfInstant, formatDayShort } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { SupervisionTabs } from "@/app/_shared/supervision/SupervisionTabs";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Card } from "@/app/_ui/Cards";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { periods, reportFormats } from "@/domain/supervision/schema";
import { Did } from "../Did";
import { startOf } from "../state";
import { SupervisionForm } from "../SupervisionForm";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Reports = Answers["supervision"]["reports"];

const here = "/desk/supervision/reports";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("supervision.reports"))("title") };
}

/** Reports of every week or month: those asked for, and those made. */
export default async function ReportsPage({ searchParams }: Props) {
  const [query, locale, t, calls] = await Promise.all([searchParams, getLocale(), getTranslations("supervision.reports"), api()]);
  const { subscriptions, reports } = await answer(calls.supervision.reports(), localePath(locale, here));
  const choices = await answer(calls.supervision.choices(), localePath(locale, here));
  const kept = await restored(query["kept"], here);
  return (
    <ClientMessages areas={["ui", "common", "errors", "supervision"]}>
      <Page notice={<>{kept && <RestoredNotice />}<Did did={query["did"]} /></>}>
        <PageHeading title={t("title")} lead={t("lead")} />
        <SupervisionTabs current="reports" />
        <Section title={t("made")}><Made reports={reports} /></Section>
        <Section title={t("running")}><Running subscriptions={subscriptions} names={choices} /></Section>
        <Card as="h2" title={t("new")}>
          <SupervisionForm
            act="subscribe" about={{}} returnTo={here} idempotencyKey={randomUUID()} start={startOf(kept, "subscribe", {})} submit={t("subscribe")} look="primary"
            fields={[
              { name: "period", kind: "radio", label: t("period"), options: periods.map((value) => ({ value, label: t(`periods.${value}`) })) },
              { name: "format", kind: "radio", label: t("format"), options: reportFormats.map((value) => ({ value, label: t(`formats.${value}`) })) },
              { name: "department", kind: "select", label: t("department"), optional: true, any: t("allDepartments"), options: choices.departments.map(({ id, name }) => ({ value: id, label: name })) },
              { name: "division", kind: "select", label: t("division"), optional: true, any: t("allDivisions"), options: choices.divisions.map(({ code, name }) => ({ value: code, label: name })) },
            ]}
          />
        </Card>
      </Page>
    </ClientMessages>
  );
}

function Made({ reports }: { reports: Reports["reports"] }) {
  const t = useTranslations("supervision.reports");
  const locale = useLocale();
  return (
    <Table
      caption={t("made")} captionHidden rows={reports} rowKey={({ id }) => id} empty={<p className="text-muted">{t("noneMade")}</p>}
      columns={[
        { key: "days", header: t("days"), rowHeader: true, cell: ({ fromOn, throughOn }) => t("fromTo", { from: formatDayShort(fromOn, locale), through: formatDayShort(throughOn, locale) }) },
        { key: "period", header: t("period"), cell: ({ period }) => t(`periods.${period}`) },
        { key: "made", header: t("madeOn"), cell: ({ createdAt }) => formatDayShort(dayOfInstant(createdAt), locale) },
        { key: "file", header: t("file"), cell: ({ id, fromOn, format }) => <a href={`/api/supervision/reports/${id}`} download className="tap">{t("download", { format: t(`formats.${format}`) })}<span className="sr-only"> {fromOn}</span></a> },
      ]}
    />
  );
}

function Running({ subscriptions, names }: { subscriptions: Reports["subscriptions"]; names: Answers["supervision"]["choices"] }) {
  const t = useTranslations("supervision.reports");
  if (subscriptions.length === 0) return <p className="text-muted">{t("noneRunning")}</p>;
  return (
    <ul className="flex flex-col gap-4">
      {subscriptions.map(({ id, period, format, filters }) => {
        const department = names.departments.find((one) => one.id === filters.department)?.name ?? t("allDepartments");
        const division = names.divisions.find(({ code }) => code === filters.division)?.name ?? t("allDivisions");
        return (
          <li key={id} className="flex flex-wrap items-center justify-between gap-4 rounded-card border border-line p-4">
            <p>{t("one", { period: t(`periods.${period}`), format: t(`formats.${format}`), department, division })}</p>
            <SupervisionForm act="unsubscribe" about={{ id }} fields={[]} returnTo={here} idempotencyKey={randomUUID()} start={{ typed: {} }} submit={t("unsubscribe")} subject={`${t(`periods.${period}`)} ${department}`} />
          </li>
        );
      })}
    </ul>
  );
}
