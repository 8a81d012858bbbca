"use client";

import { useLocale, useTranslations } from "next-intl";
import { dayOfInstant, formatDayShort } from "@/app/_i18n/format";
import { StatusTag } from "@/app/_shared/applications/StatusLine";
import { BulkBox } from "@/app/_shared/desk/BulkBar";
import { ChangedMark } from "@/app/_shared/desk/ChangedMark";
import { CaseLight, DueDay } from "@/app/_shared/desk/DueLight";
import { HoldForm } from "@/app/_shared/desk/HoldForm";
import type { QueueRow } from "@/app/_shared/desk/types";
import { Chinese, ItemName, Localised } from "@/app/_shared/items/Localised";
import { Table, type Column } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import type { QueueColumn, QueueSort } from "@/domain/applications/schema/queue";
import type { Day } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { claim, release } from "./actions";

/** A case of the queue, with the key under which it is taken or given back. */
export type KeyedRow = QueueRow & { holdKey: string };

type Props = {
  today: Day; rows: readonly KeyedRow[]; columns: readonly QueueColumn[]; returnTo: string; mayClaim: boolean; empty: React.ReactNode;
  /** By what it is ordered, and where another order is; nowhere where there is only one. */
  sort: QueueSort; sortHrefs: Readonly<Record<QueueSort, string>> | undefined;
};

/** The cases of one's own departments and divisions. Of each row what differs is sent: as markup a page of them was sent twice, most of it the same in every row. */
export function QueueTable({ today, rows, columns, returnTo, mayClaim, empty, ...order }: Props) {
  const t = useTranslations("desk");
  const cells = useColumns(today, order);
  const chosen = columns.map((key) => cells[key]);
  const [light, ...others] = columns[0] === "light" ? chosen : [undefined, ...chosen];
  const shown = [...(light ? [light] : []), cells.number, ...others.filter((column) => column !== undefined)];
  const { select, hold } = useHandles(returnTo);
  return <Table dense cards caption={t("queue.caption")} captionHidden columns={mayClaim ? [select, ...shown, hold] : [select, ...shown]} rows={rows} rowKey={({ id }) => id} empty={empty} />;
}

function useColumns(today: Day, { sort, sortHrefs }: Pick<Props, "sort" | "sortHrefs">): Record<QueueColumn | "number", Column<KeyedRow>> {
  const t = useTranslations("desk");
  const own = useTranslations("queue.columns");
  const mark = useTranslations("queue.live");
  const locale = useLocale();
  const sorted = (key: "due" | "received" | "number", header: string) => ({ label: header, header: <SortHeader {...{ name: key, header, sort, sortHrefs }} />, sorted: sort === key ? ("ascending" as const) : sort === `-${key}` ? ("descending" as const) : undefined });
  // As narrow as their words allow: on a usual screen the button that takes a case stands in sight, in English too.
  return {
    light: { key: "light", header: t("columns.light"), cell: ({ light }) => <span className="break-keep wrap-normal"><CaseLight light={light} /></span> },
    number: {
      key: "number", rowHeader: true, ...sorted("number", t("columns.number")),
      cell: ({ id, number }) => (
        <span className="inline-flex items-center gap-1">
          <TextLink data-key="row" href={`/desk/applications/${number}`} className="inline-block py-1"><span className="whitespace-nowrap tabular-nums">{formatApplicationNumber(number)}</span></TextLink>
          <ChangedMark id={id} word={mark("row")} />
        </span>
      ),
    },
    item: { key: "item", header: t("columns.item"), cell: ({ itemName, itemNameEn }) => <span className="block min-w-[9em]"><ItemName name={itemName} nameEn={itemNameEn} /></span> },
    applicant: { key: "applicant", header: t("columns.applicant"), cell: ({ applicantName }) => <Chinese>{applicantName}</Chinese> },
    status: {
      key: "status", header: t("columns.status"),
      cell: ({ status, lapseProposed }) => <span className="flex flex-wrap gap-1"><StatusTag status={status} />{lapseProposed && <Tag tone="warning">{t("lapseProposed")}</Tag>}</span>,
    },
    step: { key: "step", header: own("step"), cell: ({ step }) => (step ? <Localised text={step} /> : <span className="text-muted">{own("noStep")}</span>) },
    due: { key: "due", ...sorted("due", t("columns.due")), cell: (row) => <DueDay {...row} today={today} /> },
    received: { key: "received", ...sorted("received", own("received")), cell: ({ receivedAt }) => receivedAt && <time dateTime={receivedAt} className="whitespace-nowrap">{formatDayShort(dayOfInstant(receivedAt), locale)}</time> },
    claimed: { key: "claimed", header: t("columns.claimed"), cell: ({ mine, claimedByName }) => (mine ? <strong>{t("hold.me")}</strong> : claimedByName ? <Chinese>{claimedByName}</Chinese> : <span className="text-muted">{t("hold.nobody")}</span>) },
    channel: { key: "channel", header: own("channel"), cell: ({ channel }) => own(`channels.${channel}`) },
    division: { key: "division", header: own("division"), cell: ({ divisionName }) => <Chinese>{divisionName}</Chinese> },
  };
}

function useHandles(returnTo: string): Record<"select" | "hold", Column<KeyedRow>> {
  const t = useTranslations("desk");
  const own = useTranslations("queue.columns");
  const bulk = useTranslations("assignment.bar");
  return {
    select: { key: "select", tight: true, header: <span className="sr-only">{own("select")}</span>, cell: ({ number }) => <BulkBox number={number} label={bulk("box", { number: formatApplicationNumber(number) })} /> },
    hold: {
      key: "hold", header: t("columns.hold"),
      cell: ({ id, number, mine, claimable, holdKey }) => {
        if (!mine && !claimable) return null;
        const shared = { id, number, returnTo, idempotencyKey: holdKey, subject: formatApplicationNumber(number), look: "quiet" } as const;
        return mine ? <HoldForm verb="release" action={release} {...shared} /> : <HoldForm verb="claim" action={claim} {...shared} />;
      },
    },
  };
}

type SortHeaderProps = Pick<Props, "sort" | "sortHrefs"> & { name: "due" | "received" | "number"; header: string };

/** A heading that turns the order round, or starts with its own; an arrow says which way it goes now. */
function SortHeader({ name, header, sort, sortHrefs }: SortHeaderProps) {
  const t = useTranslations("queue.sort");
  if (!sortHrefs) return <>{header}</>;
  const down = sort === name;
  const turned: QueueSort = down ? `-${name}` : name;
  return (
    <TextLink href={sortHrefs[turned]} className="tap gap-1 whitespace-nowrap text-ink">
      {header}
      <span aria-hidden="true" className="inline-block w-[1em] text-center">{sort === name ? "↑" : sort === `-${name}` ? "↓" : ""}</span>
      <span className="sr-only">{t(down ? "down" : "up", { column: header })}</span>
    </TextLink>
  );
}
