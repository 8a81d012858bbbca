import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { ActForm } from "@/app/_shared/desk/ActForm";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { KeyFacts } from "@/app/_ui/Lists";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Progress } from "@/app/_ui/Progress";
import { Refresh } from "@/app/_ui/Refresh";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { importPlans } from "@/domain/certificates/schema/import";
import { cancel, confirm } from "../actions";
import { statusTones } from "../tones";

type Import = Answers["certificates"]["getImport"];
type Row = Answers["certificates"]["listImportRows"]["rows"][number];
type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
const Query = z.object({ plan: z.enum(importPlans).optional().catch(undefined), after: z.coerce.number().int().min(0).catch(0) });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateImport"))("title") };
}

/** An import: what it will make or made, row by row with what to put right, and the buttons of the two officers. */
export default async function ImportPage({ params, searchParams }: Props) {
  const [{ id }, { plan, after }, t, { certificates: calls }] = [await params, Query.parse(await searchParams), await getTranslations("certificateImport"), await api()];
  const path = `/desk/certificates/import/${id}`;
  const found = await answer(calls.getImport({ id }), path);
  const { rows, next } = await answer(calls.listImportRows({ id, after, ...(plan ? { plan } : {}) }), path);
  const tabs = [{ href: path, label: t("all"), count: found.total, current: !plan }, ...importPlans.map((one) => ({ href: `${path}?plan=${one}`, label: t(`plans.${one}`), count: found.plans[one], current: plan === one }))];
  return (
    <ClientMessages areas={["assignment", "errors", "ui"]}>
      <Page width="wide" before={<Breadcrumbs trail={[{ href: "/desk", label: t("desk") }, { href: "/desk/certificates/import", label: t("title") }]} current={t("one")} />} notice={<Standing found={found} />}>
        <PageHeading caption={<Chinese>{found.typeName}</Chinese>} title={<Chinese>{found.title}</Chinese>} lead={<From found={found} />} />
        {found.status !== "failed" && <KeyFacts facts={importPlans.map((one) => ({ label: t(`plans.${one}`), value: found.plans[one] }))} />}
        <Acts found={found} path={path} />
        {found.status !== "failed" && (
          <Section title={t("rowsTitle")}>
            <Tabs label={t("rowsTitle")} tabs={tabs} />
            <Rows rows={rows} />
            <Pagination nextHref={next === undefined ? undefined : `${path}?${new URLSearchParams({ ...(plan ? { plan } : {}), after: String(next) })}`} />
          </Section>
        )}
      </Page>
    </ClientMessages>
  );
}

async function From({ found: { departmentName, by, confirmedBy, createdAt } }: { found: Import }) {
  const t = await getTranslations("certificateImport");
  return <>{t("from", { department: departmentName, by: by ?? t("machine"), at: formatStamp(createdAt) })}{confirmedBy && <> {t("confirmedBy", { by: confirmedBy })}</>}</>;
}

async function Standing({ found: { status, own, problems, plans } }: { found: Import }) {
  const t = await getTranslations("certificateImport");
  const nothing = status === "ready" && plans.make === 0;
  const title = status === "ready" ? t(nothing ? "standing.nothing" : own ? "standing.readyOwn" : "standing.ready") : t(`standing.${status}`);
  return <Notice tone={nothing ? "info" : statusTones[status].notice} live={status === "done"} title={title}>{problems.length > 0 && <Problems problems={problems} />}</Notice>;
}

async function Problems({ problems }: { problems: Row["problems"] }) {
  const [t, errors] = [await getTranslations("certificateImport"), await getTranslations("errors")];
  return (
    <ul className="flex flex-col gap-1">
      {problems.map(({ column, code, params }, index) => {
        const text = refusalText(errors, { code, params });
        return <li key={index}>{column ? t.rich("at", { column, text, zh: (words) => <Chinese>{words}</Chinese> }) : text}</li>;
      })}
    </ul>
  );
}

async function Acts({ found: { id, status, plans, done, outcomes, mayConfirm, mayCancel }, path }: { found: Import; path: string }) {
  const t = await getTranslations("certificateImport");
  const underWay = status === "reading" || status === "working";
  return (
    <div className="flex flex-col gap-6">
      {underWay && <Refresh />}
      {(status === "working" || status === "done") && plans.make > 0 && <Progress label={t("progress")} value={done} max={plans.make} detail={`${done} / ${plans.make}`} />}
      {status === "done" && <p>{t("made", { made: outcomes.made, same: outcomes.same + plans.same, refused: outcomes.refused + plans.refuse })}</p>}
      <div className="flex flex-wrap items-start gap-4">
        {mayConfirm && <ActForm action={confirm} hidden={{ id, idempotencyKey: randomUUID() }} label={t("confirm", { count: plans.make })} />}
        {mayCancel && <ActForm action={cancel} hidden={{ id }} label={t("cancel")} look="secondary" />}
      </div>
      {underWay && <ButtonRow><ButtonLink href={path} look="quiet">{t("refresh")}</ButtonLink></ButtonRow>}
    </div>
  );
}

const planTones = { make: "success", same: "neutral", refuse: "danger" } as const;

async function Rows({ rows }: { rows: readonly Row[] }) {
  const t = await getTranslations("certificateImport");
  return (
    <Table
      caption={t("rowsTitle")}
      captionHidden
      dense
      rows={rows}
      rowKey={({ line }) => String(line)}
      empty={<EmptyState title={t("noRows")} />}
      columns={[
        { key: "line", header: t("line"), rowHeader: true, cell: ({ line, number }) => <>{t("lineOf", { line })}{number && <span className="block text-small font-normal break-all text-muted"><Chinese>{number}</Chinese></span>}</> },
        { key: "plan", header: t("plan"), cell: ({ plan, outcome }) => <Tag tone={outcome === "refused" ? "danger" : planTones[plan]}>{outcome ? t(`outcomes.${outcome}`) : t(`plans.${plan}`)}</Tag> },
        { key: "detail", header: t("detail"), cell: ({ problems, identifier }) => (problems.length > 0 ? <div className="min-w-[12em]"><Problems problems={problems} /></div> : identifier && <TextLink href={`/verify/${identifier}`} className="inline-flex min-h-tap items-center break-all">{t("verify")}</TextLink>) },
      ]}
    />
  );
}
