import { useLocale, useTranslations } from "next-intl";
import { formatDay, dayOfInstant, formatStamp } from "@/app/_i18n/format";
import { DescriptionList } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import type { OperationsStanding } from "./standing";

type Part = { standing: OperationsStanding };
type Key = NonNullable<OperationsStanding["keys"]>[number];

const units = ["B", "KB", "MB", "GB", "TB"];

/** Bytes in the largest unit that leaves a figure before the point. */
function bytes(size: number): string {
  const step = Math.min(units.length - 1, size < 1 ? 0 : Math.floor(Math.log(size) / Math.log(1024)));
  return `${(size / 1024 ** step).toFixed(step < 2 ? 0 : 1)} ${units[step]}`;
}

/** Seals, keys and the calendar: what documents and deadlines rest upon. */
export function Evidence({ standing: { sealing, keys, missingYears } }: Part) {
  const t = useTranslations("operations");
  return (
    <>
      <Section title={t("evidence")}>
        {sealing ? <DescriptionList facts={[
          { label: t("sealed"), value: sealing.sealedAt ? t("sealedRows", { size: sealing.sealed, at: formatStamp(sealing.sealedAt) }) : t("never") },
          { label: t("unsealed"), value: sealing.oldest === null ? t("allSealed") : t("age", { minutes: Math.floor(sealing.oldest / 60) }) },
          ...(sealing.elsewhere === null ? [] : [{ label: t("elsewhere"), value: t(sealing.elsewhere ? "elsewhereYes" : "elsewhereNo") }]),
          { label: t("checked"), value: sealing.checkedAt ? formatStamp(sealing.checkedAt) : t("never") },
          { label: t("calendar"), value: missingYears.length > 0 ? t("calendarWanting", { years: missingYears.join(", ") }) : t("calendarGood") },
        ]} /> : <p className="text-muted">{t("unread")}</p>}
      </Section>
      <Section title={t("keys")}><Keys keys={keys} /></Section>
    </>
  );
}

function Keys({ keys }: Pick<OperationsStanding, "keys">) {
  const t = useTranslations("operations");
  const locale = useLocale();
  const names: Readonly<Record<string, string>> = {
    "record/ES256": t("purposes.record/ES256"), "record/SM2": t("purposes.record/SM2"), "document/ES256": t("purposes.document/ES256"),
    "status/ES256": t("purposes.status/ES256"), "audit/ES256": t("purposes.audit/ES256"),
  };
  const on = (instant: string) => formatDay(dayOfInstant(instant), locale);
  return (
    <Table
      caption={t("keys")}
      captionHidden
      dense
      rows={keys ?? []}
      rowKey={({ purpose }: Key) => purpose}
      empty={<p className="text-muted">{t("unread")}</p>}
      columns={[
        { key: "purpose", header: t("purpose"), rowHeader: true, cell: ({ purpose }) => names[purpose] ?? purpose },
        { key: "since", header: t("since"), cell: ({ since }) => on(since) },
        { key: "until", header: t("until"), cell: ({ until }) => on(until) },
      ]}
    />
  );
}

/** The disk, the database and the uploads. */
export function Storage({ standing: { storage, database, uploads, files, scanner } }: Part) {
  const t = useTranslations("operations");
  return (
    <Section title={t("storage")}>
      <DescriptionList facts={[
        { label: t("free"), value: storage ? t("freeOf", { free: bytes(storage.free), total: bytes(storage.total) }) : t("unread") },
        ...(files?.bucket ? [{ label: t("bucket"), value: t(files.away ? "bucketAway" : "bucketHere", { bucket: files.bucket }) }] : []),
        { label: t("database"), value: database ? t("databaseSize", { size: bytes(database.size), version: database.version }) : t("unread") },
        { label: t("connections"), value: database ? t("connectionsOf", { used: database.used, allowed: database.allowed }) : t("unread") },
        { label: t("uploads"), value: uploads ? t("uploadsOf", { count: uploads.count, size: bytes(uploads.size) }) : t("unread") },
        { label: t("scanner"), value: scanner ? t(scanner.configured ? (scanner.waiting > 0 ? "scannerWaiting" : "scannerGood") : "scannerNone", { count: scanner.waiting }) : t("unread") },
      ]} />
    </Section>
  );
}
