import { useTranslations } from "next-intl";
import { StatusTag } from "@/app/_shared/applications/StatusLine";
import { CaseLight, DueDay } from "@/app/_shared/desk/DueLight";
import { HoldForm } from "@/app/_shared/desk/HoldForm";
import type { QueueRow } from "@/app/_shared/desk/types";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { Table, type Column } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import type { Day } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { claim, release } from "./actions";

type Props = { today: Day; rows: readonly QueueRow[]; returnTo: string; mayClaim: boolean; empty: React.ReactNode };

/** The cases of one's own departments and divisions, what is due first. */
export function QueueTable({ today, rows, returnTo, mayClaim, empty }: Props) {
  const t = useTranslations("desk");
  const columns: Column<QueueRow>[] = [
    { key: "light", header: t("columns.light"), cell: ({ light }) => <span className="whitespace-nowrap"><CaseLight light={light} /></span> },
    {
      key: "number", header: t("columns.number"), rowHeader: true,
      cell: ({ number }) => <TextLink data-key="row" href={`/desk/applications/${number}`} className="inline-block py-1"><span className="whitespace-nowrap tabular-nums">{formatApplicationNumber(number)}</span></TextLink>,
    },
    { key: "item", header: t("columns.item"), cell: ({ itemName, itemNameEn }) => <span className="block min-w-[12em]"><ItemName name={itemName} nameEn={itemNameEn} /></span> },
    { key: "applicant", header: t("columns.applicant"), cell: ({ applicantName }) => <Chinese>{applicantName}</Chinese> },
    {
      key: "status", header: t("columns.status"),
      cell: ({ status, lapseProposed }) => <span className="flex flex-wrap gap-1"><StatusTag status={status} />{lapseProposed && <Tag tone="warning">{t("lapseProposed")}</Tag>}</span>,
    },
    { key: "due", header: t("columns.due"), cell: (row) => <DueDay {...row} today={today} /> },
    { key: "claimed", header: t("columns.claimed"), cell: ({ mine, claimedByName }) => (mine ? <strong>{t("hold.me")}</strong> : claimedByName ? <Chinese>{claimedByName}</Chinese> : <span className="text-muted">{t("hold.nobody")}</span>) },
  ];
  const hold: Column<QueueRow> = {
    key: "hold", header: t("columns.hold"),
    cell: ({ id, number, mine, claimable }) => {
      if (!mine && !claimable) return null;
      const shared = { id, number, returnTo, subject: formatApplicationNumber(number), look: "quiet" } as const;
      return mine ? <HoldForm verb="release" action={release} {...shared} /> : <HoldForm verb="claim" action={claim} {...shared} />;
    },
  };
  return <Table dense caption={t("queue.caption")} captionHidden columns={mayClaim ? [...columns, hold] : columns} rows={rows} rowKey={({ id }) => id} empty={empty} />;
}
