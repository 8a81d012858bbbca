import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { begunBy } from "@/app/_shared/identity/begun";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import type { RoutingContent } from "@/domain/applications/schema/assignment";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";
import { edit } from "../actions";
import { RuleForm } from "../RuleForm";
import { Asks, Gives } from "../RuleWords";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assignment.routing"))("title") };
}

/** A rule: what it says, to be changed, and all it ever said. */
export default async function RulePage({ params, searchParams }: Props) {
  const [{ id }, query, t, { applications: calls }] = [await params, await searchParams, await getTranslations("assignment.routing"), await api()];
  const path = `/desk/routing/${id}`;
  const rule = await answer(calls.routingRule({ id }), path);
  const choices = await answer(calls.routingChoices({ departmentId: rule.departmentId }), path);
  const kept = await restored(query["kept"], path);
  const saved = query["done"] === "saved" && <FocusOnArrival><Notice tone="success" live title={t("done.saved")} /></FocusOnArrival>;
  return (
    <Page width="wide" before={<BackLink href={`/desk/routing?departmentId=${rule.departmentId}`}>{t("title")}</BackLink>} notice={kept ? <RestoredNotice /> : saved}>
      <PageHeading caption={t("title")} title={<Chinese>{rule.content.name}</Chinese>} />
      {rule.mine && (
        <ClientMessages areas={["assignment", "errors", "expressions", "forms", "ui"]}>
          <RuleForm key={begunBy(query["at"], kept)} action={edit} hidden={{ id, version: rule.version, idempotencyKey: randomUUID() }} choices={choices} start={kept ?? fieldsOf(rule.content)} scope={rule.scope} />
        </ClientMessages>
      )}
      <History rows={rule.history} />
    </Page>
  );
}

/** A rule as its form posts it. */
function fieldsOf({ name, role, items, divisionCode, when = "", target }: RoutingContent): KeptFields {
  return { name, role, items, divisionCode, when, target: target.kind, accountId: target.kind === "person" ? target.accountId : "" };
}

async function History({ rows }: { rows: Answers["applications"]["routingRule"]["history"] }) {
  const t = await getTranslations("assignment.routing");
  return (
    <Section title={t("history")}>
      <Table
        caption={t("history")} captionHidden dense rows={rows} rowKey={({ version }) => String(version)}
        columns={[
          { key: "change", header: t("historyColumns.change"), rowHeader: true, cell: ({ change }) => t(`changes.${change}`) },
          { key: "by", header: t("historyColumns.by"), cell: ({ by }) => <Chinese>{by}</Chinese> },
          { key: "at", header: t("historyColumns.at"), cell: ({ at }) => <time dateTime={at} className="whitespace-nowrap tabular-nums">{formatStamp(at)}</time> },
          { key: "content", header: t("historyColumns.content"), cell: (row) => <><Chinese>{row.content.name}</Chinese><Asks rule={row} /><Gives rule={row} /></> },
        ]}
      />
    </Section>
  );
}
