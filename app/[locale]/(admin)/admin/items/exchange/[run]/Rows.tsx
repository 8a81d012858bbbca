import { useTranslations } from "next-intl";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import type { RowProblem } from "@/domain/items/schema/exchange";

type Row = Answers["items"]["listRunRows"]["rows"][number];
const tones = { create: "success", revise: "info", unchanged: "neutral", refuse: "danger" } as const;

/** Rows of a run: the item, what is planned, field by field, and what came of it. */
export function Rows({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations("exchange");
  return (
    <Table
      caption={t("run.rowsTitle")}
      captionHidden
      dense
      rows={rows}
      rowKey={({ position }) => String(position)}
      columns={[
        { key: "item", header: t("columns.item"), rowHeader: true, cell: ({ position, code, name }) => <><span lang="zh-CN">{name || t("run.row", { row: position })}</span><span className="block text-small font-normal break-all text-muted tabular-nums">{code}</span></> },
        { key: "plan", header: t("columns.plan"), cell: ({ plan }) => <Tag tone={tones[plan]}>{t(`plans.${plan}`)}</Tag> },
        { key: "detail", header: t("columns.detail"), cell: (row) => <Detail row={row} /> },
        { key: "outcome", header: t("columns.outcome"), cell: ({ outcome, itemId }) => outcome && <>{t(`outcomes.${outcome}`)}{outcome === "drafted" && itemId && <TextLink href={`/admin/items/${itemId}/edit`} className="tap block">{t("run.open")}</TextLink>}</> },
      ]}
    />
  );
}

function Detail({ row: { changes, problems } }: { row: Row }) {
  const t = useTranslations("exchange.run");
  return (
    <>
      {problems.length > 0 && <ul className="flex flex-col gap-1">{problems.map((problem, index) => <li key={index}><Problem problem={problem} /></li>)}</ul>}
      {changes.length > 0 && <Details summary={`${t("changes")} ${changes.length}`}><Changes changes={changes} /></Details>}
    </>
  );
}

function Problem({ problem: { sheet, row, field, code, params } }: { problem: RowProblem }) {
  const t = useTranslations("exchange");
  // Safe: a code without a sentence is said as a wrong format.
  const say = t as unknown as { (key: string, values: RowProblem["params"]): string; has(key: string): boolean };
  const text = say(say.has(`problems.${code}`) ? `problems.${code}` : "problems.malformed", params);
  return sheet ? t("run.where", { sheet, row: row ?? 0, field, problem: text }) : t("run.at", { field: field.replace(/^content\./, ""), problem: text });
}

const longest = 160;
const short = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text);

function Changes({ changes }: { changes: Row["changes"] }) {
  const t = useTranslations("exchange.run");
  const fields = useTranslations("admin.fields");
  const named = fields as unknown as { (key: string): string; has(key: string): boolean };
  return (
    <dl className="flex flex-col gap-3">
      {changes.map(({ field, removed, added }) => (
        <div key={field}>
          <dt className="font-semibold">{named.has(field) ? named(field) : field}</dt>
          {removed.map((text, index) => <dd key={`-${index}`} className="break-words text-muted" lang="zh-CN">{t("removed", { text: short(text) || t("empty") })}</dd>)}
          {added.map((text, index) => <dd key={`+${index}`} className="break-words" lang="zh-CN">{t("added", { text: short(text) || t("empty") })}</dd>)}
        </div>
      ))}
    </dl>
  );
}
