import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { refusalText } from "@/app/_i18n/refusal";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { buttonClass, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { EmptyState } from "@/app/_ui/Cards";
import { KeyFacts } from "@/app/_ui/Lists";
import { Pagination, Tabs } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Progress } from "@/app/_ui/Progress";
import { Refresh } from "@/app/_ui/Refresh";
import { rowPlans } from "@/domain/items/schema/exchange";
import { ActForm } from "../ActForm";
import { cancel, confirm } from "../actions";
import { Rows } from "./Rows";

type Run = Answers["items"]["getRun"];
type Props = { params: Promise<{ run: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
const Query = z.object({ plan: z.enum(rowPlans).optional().catch(undefined), cursor: z.string().max(200).optional().catch(undefined) });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exchange.run"))("title") };
}

/** A run: how far it is, what it will do or did, row by row, and the two buttons. */
export default async function RunPage({ params, searchParams }: Props) {
  const [{ run: runId }, { plan, cursor }, t, caller] = [await params, Query.parse(await searchParams), await getTranslations("exchange"), await api()];
  const path = `/admin/items/exchange/${runId}`;
  const run = await answer(caller.items.getRun({ runId }), path);
  const { rows, nextCursor } = await answer(caller.items.listRunRows({ runId, ...(plan ? { plan } : {}), ...(cursor ? { cursor } : {}) }), path);
  const tabs = [{ href: path, label: t("run.all"), count: run.total ?? run.read, current: !plan }, ...rowPlans.map((one) => ({ href: `${path}?plan=${one}`, label: t(`plans.${one}`), count: run.plans[one], current: plan === one }))];
  return (
    <ClientMessages areas={["exchange", "errors", "ui"]}>
      <Page width="wide" before={<Breadcrumbs trail={[{ href: "/admin/items/exchange", label: t("title") }]} current={t(`kinds.${run.kind}`)} />} notice={<Standing run={run} />}>
        <PageHeading caption={t(`kinds.${run.kind}`)} title={<span lang="zh-CN">{run.title}</span>} />
        <KeyFacts facts={rowPlans.map((one) => ({ label: t(`plans.${one}`), value: run.plans[one] }))} />
        <Acts run={run} path={path} />
        <Section title={t("run.rowsTitle")}>
          <Tabs label={t("run.rowsTitle")} tabs={tabs} />
          {rows.length > 0 ? <Rows rows={rows} /> : <EmptyState title={t("run.noRows")} />}
          <Pagination nextHref={nextCursor && `${path}?${new URLSearchParams({ ...(plan ? { plan } : {}), cursor: nextCursor })}`} />
        </Section>
      </Page>
    </ClientMessages>
  );
}

const tones = { reading: "info", ready: "info", running: "info", done: "success", cancelled: "warning", failed: "error" } as const;

async function Standing({ run: { status, read, problem } }: { run: Run }) {
  const [t, errors] = [await getTranslations("exchange"), await getTranslations("errors")];
  return <Notice tone={tones[status]} title={t(`run.${status}`, { read })}>{problem && refusalText(errors, problem)}</Notice>;
}

async function Acts({ run: { id, status, plans, outcomes, done }, path }: { run: Run; path: string }) {
  const t = await getTranslations("exchange");
  const drafts = plans.create + plans.revise;
  const underWay = status === "reading" || status === "running";
  return (
    <div className="flex flex-col gap-6">
      {underWay && <Refresh />}
      {(status === "running" || status === "done") && <Progress label={t("run.progress")} value={done} max={Math.max(1, drafts)} detail={`${done} / ${drafts}`} />}
      {status === "done" && outcomes.refused > 0 && <p>{t("run.refused")}: {outcomes.refused}</p>}
      <div className="flex flex-wrap items-center gap-4">
        {status === "ready" && (drafts > 0 ? <ActForm action={confirm} hidden={{ runId: id }} label={t("run.confirm", { count: drafts })} /> : <p className="text-muted">{t("run.nothing")}</p>)}
        {(underWay || status === "ready") && <ActForm action={cancel} hidden={{ runId: id }} label={t("run.cancel")} look="secondary" />}
      </div>
      <ButtonRow>
        {underWay && <ButtonLink href={path} look="quiet">{t("run.refresh")}</ButtonLink>}
        <a href={`/api/items/results/${id}`} className={buttonClass("secondary")}>{t("run.results")}</a>
      </ButtonRow>
    </div>
  );
}
