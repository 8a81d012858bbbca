import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { KeyFacts } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { Evidence, Storage } from "./Machine";
import type { OperationsStanding } from "./standing";
import { Statements } from "./Statements";
import { GivenUp, Queues, Schedules } from "./Work";

type Props = { searchParams: Promise<{ done?: string | string[] }> };

const path = "/admin/operations";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operations"))("title") };
}

/** How the machinery runs: first what wants doing, then part by part. */
export default async function OperationsPage({ searchParams }: Props) {
  const [{ done }, t, caller] = await Promise.all([searchParams, getTranslations("operations"), api()]);
  const standing = await answer(caller.operations.standing(), path);
  return (
    <ClientMessages areas={["errors", "proposals", "ui"]}>
      <Page width="wide" notice={done === "retried" && <Notice tone="success" live title={t("retried")}>{t("retriedText")}</Notice>}>
        <PageHeading title={t("title")} lead={t("lead")} caption={t("at", { at: formatStamp(standing.at) })} actions={<ButtonLink href={path}>{t("look")}</ButtonLink>} />
        <Findings findings={standing.findings} />
        <Section title={t("work")}>
          <Figures standing={standing} />
          <Queues queues={standing.queues} />
        </Section>
        <GivenUp rows={standing.givenUp} />
        <Schedules rows={standing.schedules} />
        <Evidence standing={standing} />
        <Storage standing={standing} />
        <Statements standing={standing} />
      </Page>
    </ClientMessages>
  );
}

/** What wants doing, each with what to do about it; calendars have a page of their own. */
function Findings({ findings }: Pick<OperationsStanding, "findings">) {
  const t = useTranslations("operations");
  if (findings.length === 0) return <Notice tone="success" title={t("good")} />;
  return findings.map(({ kind, urgent, subject = "" }) => (
    <Notice key={`${kind}/${subject}`} tone={urgent ? "error" : "warning"} title={<><Tag tone={urgent ? "danger" : "warning"}>{t(urgent ? "urgent" : "soon")}</Tag> {t(`finding.${kind}`, { subject })}</>} actions={kind === "calendarMissing" && <ButtonLink href={`/admin/calendar?year=${subject}`}>{t("calendar")}</ButtonLink>}>
      {t(`advice.${kind}`)}
    </Notice>
  ));
}

function Figures({ standing: { work, outbox, sessions } }: { standing: OperationsStanding }) {
  const t = useTranslations("operations");
  const oldest = Math.max(work?.oldest ?? 0, outbox?.oldest ?? 0);
  return (
    <KeyFacts facts={[
      { label: t("ready"), value: work?.ready ?? t("unread") }, { label: t("active"), value: work?.active ?? t("unread") },
      { label: t("messages"), value: outbox?.waiting ?? t("unread") }, { label: t("oldest"), value: oldest > 0 ? t("age", { minutes: Math.floor(oldest / 60) }) : t("none") },
      { label: t("people"), value: sessions },
    ]} />
  );
}
