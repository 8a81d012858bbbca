import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDay, formatDayShort } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { Chinese, ItemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { useGap } from "@/app/_ui/useGap";
import type { Deadline, DeadlineDay } from "@/domain/core/calendar";

type Props = { params: Promise<{ number: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("applications.deadline"))("title") };
}

/** Day by day from acceptance to the due date: which days counted, which did not, and why. */
export default async function DeadlinePage({ params }: Props) {
  const [{ number }, locale, t] = await Promise.all([params, getLocale(), getTranslations("applications.deadline")]);
  const path = localePath(locale, `/me/applications/${number}/deadline`);
  const caller = await api();
  const found = await answer(caller.applications.get({ number }), path);
  const explained = await answer(caller.applications.explainDeadline({ number }), path);
  return (
    <Page before={<BackLink href={`/me/applications/${number}`} />}>
      <PageHeading caption={<ItemName name={found.itemName} nameEn={found.itemNameEn} />} title={t("title")} lead={explained ? t("lead", { day: formatDay(explained.promised.dueOn, locale) }) : t("notYet")} />
      {explained && (
        <>
          {explained.promised.provisional && <Notice tone="warning">{t("provisional")}</Notice>}
          <p className="max-w-measure">{t("how", { unit: explained.promised.unit })}</p>
          {explained.extension && <p className="max-w-measure">{t("extended", explained.extension)}</p>}
          <DayTable deadline={explained.promised} caption={t("promised")} />
          <Section title={t("statutory")}>
            <p className="max-w-measure">{t("statutoryText", { day: formatDay(explained.statutory.dueOn, locale) })}</p>
            <Details summary={t("statutoryShow")}><DayTable deadline={explained.statutory} caption={t("statutory")} /></Details>
          </Section>
        </>
      )}
    </Page>
  );
}

function DayTable({ deadline, caption }: { deadline: Deadline; caption: string }) {
  const t = useTranslations("applications.deadline");
  return (
    <Table
      caption={caption}
      rows={deadline.days}
      rowKey={({ day }) => day}
      columns={[
        { key: "day", header: t("day"), rowHeader: true, cell: dayCell },
        { key: "weekday", header: t("weekday"), cell: weekdayCell },
        { key: "counted", header: t("counted"), cell: countedCell },
        { key: "why", header: t("why"), cell: whyCell },
      ]}
    />
  );
}

const dayCell = (row: DeadlineDay) => <DayCell {...row} />;
const weekdayCell = (row: DeadlineDay) => <WeekdayCell {...row} />;
const countedCell = (row: DeadlineDay) => <CountedCell {...row} />;
const whyCell = (row: DeadlineDay) => <WhyCell {...row} />;

function DayCell({ day }: DeadlineDay) {
  return <time dateTime={day} className="whitespace-nowrap">{formatDayShort(day, useLocale())}</time>;
}

function WeekdayCell({ day }: DeadlineDay) {
  const locale = useLocale();
  return formatDay(day, locale).replace(formatDayShort(day, locale), "").trim();
}

function CountedCell({ counted, number = 0 }: DeadlineDay) {
  const t = useTranslations("applications.deadline");
  return counted ? <strong>{t("dayNumber", { number })}</strong> : t("notCounted");
}

function WhyCell({ reason, name }: DeadlineDay) {
  const gap = useGap();
  const t = useTranslations("applications.deadline");
  return <>{t(`reason.${reason}`)}{name && <>{t("colon")}{gap}<Chinese>{name}</Chinese></>}</>;
}
