import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatStamp } from "@/app/_i18n/format";
import { Chinese } from "@/app/_shared/items/Localised";
import { Card } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { DecideForm } from "./DecideForm";
import type { ActState } from "./state";

/** A proposal as every office tells it. */
export type Proposal = { id: string; proposedBy: string; proposedByName: string; proposedAt: string; decidedByName: string | null; decidedAt: string | null; outcome: "confirmed" | "refused" | "withdrawn" | null; reason: string | null };

type Deciding = { viewer: string; mayDecide: boolean; mayWrite: boolean; action: (state: ActState, form: FormData) => Promise<ActState>; path: string };
type WaitingProps<Row extends Proposal> = Deciding & { rows: readonly Row[]; titleOf: (row: Row) => ReactNode; children: (row: Row) => ReactNode };

/** What waits to be confirmed, each with what it says and the buttons of whoever may decide. */
export function Waiting<Row extends Proposal>({ rows, titleOf, children, viewer, mayDecide, mayWrite, action, path }: WaitingProps<Row>) {
  const t = useTranslations("proposals");
  return (
    <>
      {rows.map((row) => {
        const mine = row.proposedBy === viewer;
        return (
          <Card key={row.id} as="h2" title={<>{titleOf(row)} <Tag tone="warning">{t("waiting")}</Tag></>}>
            <p className="text-muted">{t("by", { name: row.proposedByName, time: formatStamp(row.proposedAt) })}</p>
            {children(row)}
            {(mine ? mayWrite : mayDecide) ? <DecideForm action={action} id={row.id} mine={mine} path={path} /> : <p className="text-muted">{t("other")}</p>}
          </Card>
        );
      })}
    </>
  );
}

/** What was decided, the latest first. */
export function Decided<Row extends Proposal>({ rows, children }: { rows: readonly Row[]; children: (row: Row) => ReactNode }) {
  const t = useTranslations("proposals");
  if (rows.length === 0) return null;
  return (
    <Section title={t("history")}>
      <Table
        caption={t("history")}
        captionHidden
        dense
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: "what", header: t("what"), rowHeader: true, cell: children },
          { key: "outcome", header: t("outcome"), cell: ({ outcome }) => outcome && <Tag tone={outcome === "confirmed" ? "success" : "warning"}>{t(`outcomes.${outcome}`)}</Tag> },
          { key: "people", header: t("people"), cell: ({ proposedByName, decidedByName }) => t("peopleLine", { proposed: proposedByName, decided: decidedByName ?? "" }) },
          { key: "when", header: t("when"), cell: ({ decidedAt }) => decidedAt && formatStamp(decidedAt) },
          { key: "reason", header: t("reason"), cell: ({ reason }) => reason && <Chinese>{reason}</Chinese> },
        ]}
      />
    </Section>
  );
}

const known = ["proposed", "confirmed", "refused", "withdrawn", "saved"] as const;

/** What the last act did, where the address says so. */
export function DoneNotice({ done }: { done: string | string[] | undefined }) {
  const t = useTranslations("proposals.done");
  const found = known.find((one) => one === done);
  return found ? <Notice tone="success" live title={t(found)} /> : null;
}
