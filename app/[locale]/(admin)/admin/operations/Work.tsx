import { randomUUID } from "node:crypto";
import { useTranslations } from "next-intl";
import { formatStamp } from "@/app/_i18n/format";
import { EmptyState } from "@/app/_ui/Cards";
import { Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { FieldsForm } from "../_parts/FieldsForm";
import { retry } from "./actions";
import type { OperationsStanding } from "./standing";

const code = (text: string) => <code className="wrap-anywhere">{text}</code>;

/** The queues that have something in them. */
export function Queues({ queues }: Pick<OperationsStanding, "queues">) {
  const t = useTranslations("operations");
  if (!queues) return <p className="text-muted">{t("unread")}</p>;
  return (
    <Table
      caption={t("work")}
      captionHidden
      dense
      rows={queues}
      rowKey={({ name }) => name}
      empty={<EmptyState title={t("noQueues")}>{t("noQueuesText")}</EmptyState>}
      columns={[
        { key: "name", header: t("queue"), rowHeader: true, cell: ({ name }) => code(name) },
        { key: "waiting", header: t("ready"), align: "end", cell: ({ waiting }) => waiting },
        { key: "active", header: t("active"), align: "end", cell: ({ active }) => active },
        { key: "failed", header: t("failed"), align: "end", cell: ({ failed }) => failed },
        { key: "oldest", header: t("oldest"), cell: ({ oldest }) => (oldest === null ? t("none") : t("age", { minutes: Math.floor(oldest / 60) })) },
      ]}
    />
  );
}

/** What was given up after every try, each with its button. */
export function GivenUp({ rows }: { rows: OperationsStanding["givenUp"] }) {
  const t = useTranslations("operations");
  return (
    <Section title={t("givenUp")} {...(rows?.length ? { intro: t("givenUpIntro") } : {})}>
      <Table
        caption={t("givenUp")}
        captionHidden
        dense
        rows={rows ?? []}
        rowKey={({ id }) => id}
        empty={<p className="text-muted">{t(rows ? "noneGivenUp" : "unread")}</p>}
        columns={[
          { key: "queue", header: t("queue"), rowHeader: true, cell: ({ queue }) => code(queue) },
          { key: "when", header: t("when"), cell: ({ at }) => formatStamp(at) },
          { key: "why", header: t("why"), cell: ({ code: why }) => code(why ?? "") },
          { key: "tries", header: t("tries"), align: "end", cell: ({ tries }) => tries },
          { key: "act", header: t("act"), cell: ({ id }) => <FieldsForm action={retry} hidden={{ id, idempotencyKey: randomUUID() }} submit={t("retry")} fields={[]} /> },
        ]}
      />
    </Section>
  );
}

type Words = ReturnType<typeof useTranslations<"operations">>;

/** What a schedule does, in words: its name is `schedules/<what>/<noun>`. */
const scheduleName = (name: string, t: Words) => t(`scheduleNames.${name.replace("schedules/", "").replace("/", "_")}` as Parameters<Words>[0]);

/** How often it runs. Schedules are made of these four kinds alone; any other is shown as it is written. */
function rhythm(cron: string, t: Words): string {
  if (cron === "* * * * *") return t("everyMinute");
  const [minute = "", hour = ""] = cron.split(" ");
  if (minute.startsWith("*/")) return t("everyMinutes", { minutes: Number(minute.slice(2)) });
  if (hour === "*") return t("hourly", { minute: Number(minute) });
  return cron.endsWith(" * * *") ? t("daily", { time: `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}` }) : cron;
}

/** Every schedule with its last run. */
export function Schedules({ rows }: { rows: OperationsStanding["schedules"] }) {
  const t = useTranslations("operations");
  return (
    <Section title={t("schedules")}>
      <Table
        caption={t("schedules")}
        captionHidden
        dense
        rows={rows ?? []}
        rowKey={({ name }) => name}
        empty={<p className="text-muted">{t(rows ? "none" : "unread")}</p>}
        columns={[
          { key: "name", header: t("schedule"), rowHeader: true, cell: ({ name }) => <>{scheduleName(name, t)} <span className="text-muted">{code(name)}</span></> },
          { key: "rhythm", header: t("rhythm"), cell: ({ cron }) => rhythm(cron, t) },
          { key: "last", header: t("lastRun"), cell: ({ finishedAt }) => (finishedAt ? formatStamp(finishedAt) : t("never")) },
          { key: "moved", header: t("moved"), align: "end", cell: ({ moved }) => moved },
          { key: "state", header: t("state"), cell: ({ failure }) => <Tag tone={failure ? "danger" : "neutral"}>{failure ? t("bad", { code: failure }) : t("fine")}</Tag> },
        ]}
      />
    </Section>
  );
}
