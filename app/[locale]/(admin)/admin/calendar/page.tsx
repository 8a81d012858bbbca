import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { holds } from "@/app/_shared/session";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Table } from "@/app/_ui/Table";
import { Tag } from "@/app/_ui/Tag";
import { calendarDuties, writeCalendar } from "@/domain/departments/rules/calendar";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { DecideForm } from "./DecideForm";
import { ProposeForm } from "./ProposeForm";
import { YearDays } from "./YearDays";

type Props = { searchParams: Promise<{ done?: string; year?: string; kept?: string | string[] }> };
type Office = Answers["departments"]["getCalendar"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.calendar"))("title") };
}

export default async function CalendarPage({ searchParams }: Props) {
  const [{ done, year, kept: keptId }, t, caller] = await Promise.all([searchParams, getTranslations("admin.calendar"), api()]);
  const office = await answer(caller.departments.getCalendar(), "/admin/calendar");
  const [mayPropose, mayDecide] = [await holds(calendarDuties.propose), await holds(calendarDuties.decide)];
  const kept = await restored(keptId, "/admin/calendar");
  const known = Object.fromEntries(office.years.map((one) => [one.year, { source: one.source, text: writeCalendar(one.days) }]));
  const wanted = Number(year) || office.missing[0] || (office.years[0]?.year ?? 2026);
  return (
    <ClientMessages areas={["admin", "errors", "ui"]}>
      <Page width="wide" notice={kept ? <RestoredNotice /> : (done === "proposed" || done === "confirmed" || done === "refused") && <Notice tone="success" live title={t(`done.${done}`)} />}>
        <PageHeading title={t("title")} lead={t("lead")} />
        <Terms words={["workday", "makeUpDay", "provisional"]} />
        {office.missing.map((one) => <Notice key={one} tone="warning" title={t("missingTitle", { year: one })}>{t("missingText", { year: one })}</Notice>)}
        {office.waiting.map((change) => <Waiting key={change.id} change={change} mayDecide={mayDecide} reason={textOfKept(kept, "id") === change.id ? textOfKept(kept, "reason") : ""} />)}
        {mayPropose && <Section title={t("proposeTitle")} intro={t("proposeIntro")}><ProposeForm key={wanted} year={wanted} known={known} start={kept?.["year"] ? { typed: { year: textOfKept(kept, "year"), source: textOfKept(kept, "source"), text: textOfKept(kept, "text") } } : {}} /></Section>}
        <Section title={t("years")}>
          {office.years.map((one, index) => (
            <Details key={one.year} open={index === 0} summary={t("yearLine", { year: one.year })}>
              <p className="mb-3 text-muted" lang="zh-CN">{one.source}</p>
              <YearDays days={one.days} />
            </Details>
          ))}
        </Section>
        <History decided={office.decided} />
      </Page>
    </ClientMessages>
  );
}

/** What a colleague wrote, day by day, with the two buttons for whoever may decide. */
async function Waiting({ change, mayDecide, reason }: { change: Office["waiting"][number]; mayDecide: boolean; reason: string }) {
  const t = await getTranslations("admin.calendar");
  return (
    <Section title={t("waiting", { year: change.year })} intro={t("waitingBy", { name: change.proposedByName ?? "", time: formatStamp(change.proposedAt), source: change.source })}>
      <YearDays days={change.days} />
      {mayDecide ? <DecideForm id={change.id} reason={reason} /> : <p className="text-muted">{t("waitingOther")}</p>}
    </Section>
  );
}

async function History({ decided }: Pick<Office, "decided">) {
  const [t, locale] = [await getTranslations("admin.calendar"), await getLocale()];
  if (decided.length === 0) return null;
  return (
    <Section title={t("history")}>
      <Table
        caption={t("history")}
        captionHidden
        dense
        rows={decided}
        rowKey={({ id }) => id}
        columns={[
          { key: "year", header: t("year"), rowHeader: true, cell: ({ year, source }) => <>{year} <span lang="zh-CN">{source}</span></> },
          { key: "outcome", header: t("outcome"), cell: ({ outcome }) => outcome && <Tag tone={outcome === "confirmed" ? "success" : "warning"}>{t(`outcomes.${outcome}`)}</Tag> },
          { key: "by", header: t("people"), cell: ({ proposedByName, decidedByName }) => t("peopleLine", { proposed: proposedByName ?? "", decided: decidedByName ?? "" }) },
          { key: "at", header: t("when"), cell: ({ decidedAt }) => decidedAt && formatStamp(decidedAt) },
          { key: "reason", header: t("reason"), cell: ({ reason }) => reason && <span lang={locale === "en" ? "zh-CN" : undefined}>{reason}</span> },
        ]}
      />
    </Section>
  );
}
