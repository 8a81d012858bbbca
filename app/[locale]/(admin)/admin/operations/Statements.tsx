import { useTranslations } from "next-intl";
import { Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import type { OperationsStanding } from "./standing";

const tenths = (value: number) => Math.round(value * 10) / 10;
const statement = (query: string) => <code className="block max-w-measure text-small wrap-anywhere">{query}</code>;

/** What runs now, and what took most time; statements without their values. */
export function Statements({ standing: { running, slow } }: { standing: OperationsStanding }) {
  const t = useTranslations("operations");
  return (
    <>
      <Section title={t("running")}>
        <Table
          caption={t("running")}
          captionHidden
          dense
          rows={(running ?? []).map((row, at) => ({ ...row, at }))}
          rowKey={({ at }) => String(at)}
          empty={<p className="text-muted">{t(running ? "noneRunning" : "unread")}</p>}
          columns={[
            { key: "query", header: t("statement"), rowHeader: true, cell: ({ query }) => statement(query) },
            { key: "by", header: t("by"), cell: ({ by }) => by },
            { key: "seconds", header: t("oldest"), align: "end", cell: ({ seconds }) => t("seconds", { seconds: tenths(seconds) }) },
          ]}
        />
      </Section>
      <Section title={t("slow")}>
        {slow ? <Slow rows={slow} /> : <p className="max-w-measure text-muted">{t("slowOff")}</p>}
      </Section>
    </>
  );
}

function Slow({ rows }: { rows: NonNullable<OperationsStanding["slow"]> }) {
  const t = useTranslations("operations");
  return (
    <Table
      caption={t("slow")}
      captionHidden
      dense
      rows={rows.map((row, at) => ({ ...row, at }))}
      rowKey={({ at }) => String(at)}
      empty={<p className="text-muted">{t("none")}</p>}
      columns={[
        { key: "query", header: t("statement"), rowHeader: true, cell: ({ query }) => statement(query) },
        { key: "calls", header: t("calls"), align: "end", cell: ({ calls }) => calls },
        { key: "mean", header: t("mean"), align: "end", cell: ({ mean }) => t("milliseconds", { ms: tenths(mean) }) },
        { key: "longest", header: t("longest"), align: "end", cell: ({ longest }) => t("milliseconds", { ms: tenths(longest) }) },
      ]}
    />
  );
}
