import { useLocale, useTranslations } from "next-intl";
import { formatDay } from "@/app/_i18n/format";
import { Chinese } from "@/app/_shared/items/Localised";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import type { CalendarDay } from "@/domain/departments/schema";

/** The days of a year that differ from Monday to Friday. */
export function YearDays({ days }: { days: readonly CalendarDay[] }) {
  const t = useTranslations("admin.calendar");
  const locale = useLocale();
  return (
    <Table
      caption={t("days")}
      captionHidden
      dense
      rows={days}
      rowKey={({ day }) => day}
      columns={[
        { key: "day", header: t("day"), rowHeader: true, cell: ({ day }) => formatDay(day, locale) },
        { key: "kind", header: t("kind"), cell: ({ isWorkday }) => <Tag tone={isWorkday ? "info" : "success"}>{t(isWorkday ? "work" : "rest")}</Tag> },
        { key: "name", header: t("name"), cell: ({ name }) => <Chinese>{name}</Chinese> },
      ]}
    />
  );
}
