import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatStamp } from "@/app/_i18n/format";
import type { Answers } from "@/app/_trpc/types";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";

export type Change = Answers["identity"]["getStaffChange"];

/** Changes with who proposed and who decided them; each leads to its own page. */
export function ChangeTable({ changes, empty }: { changes: readonly Change[]; empty: ReactNode }) {
  const t = useTranslations("staff");
  return (
    <Table
      caption={t("change.caption")}
      captionHidden
      dense
      rows={changes}
      rowKey={({ id }) => id}
      empty={empty}
      columns={[
        { key: "kind", header: t("change.columns.kind"), rowHeader: true, cell: ({ id, kind, role }) => <TextLink href={`/admin/staff/changes/${id}`} className="inline-flex min-h-tap items-center">{t(`kinds.${kind}`)}{role && t("change.ofRole", { role: t(`roles.${role}`) })}</TextLink> },
        { key: "person", header: t("change.columns.person"), cell: ({ name, signInName }) => <>{name}<span className="block text-small text-muted">{signInName}</span></> },
        { key: "proposed", header: t("change.columns.proposed"), cell: ({ proposerName, proposedAt }) => t("change.by", { name: proposerName, time: formatStamp(proposedAt) }) },
        { key: "decided", header: t("change.columns.decided"), cell: (change) => <Decision change={change} /> },
      ]}
    />
  );
}

/** How a change stands. */
export function Decision({ change: { decision, atOnce, awaits, decidedAt, deciderName } }: { change: Change }) {
  const t = useTranslations("staff");
  if (!decision) return <Tag tone="warning">{t(`change.decision.${atOnce ? "openNote" : "open"}`, { role: t(`roles.${awaits}`) })}</Tag>;
  return (
    <>
      <Tag tone={decision === "refused" ? "danger" : "success"}>{t(`change.decision.${decision === "confirmed" && atOnce ? "noted" : decision}`)}</Tag>
      <span className="block text-small text-muted">{t("change.by", { name: deciderName ?? "", time: decidedAt ? formatStamp(decidedAt) : "" })}</span>
    </>
  );
}
