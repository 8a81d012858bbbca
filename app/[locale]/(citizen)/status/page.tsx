import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { formatInstant } from "@/app/_i18n/format";
import { closurePeriod, ClosureName, type Closure } from "@/app/_shared/departments/Closures";
import { VerdictSentence } from "@/app/_shared/departments/VerdictSentence";
import { Localised } from "@/app/_shared/items/Localised";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Card, EmptyState } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";
import { keepWeekday } from "@/app/_ui/keepWeekday";
import { DescriptionList } from "@/app/_ui/Lists";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { verdictOf } from "@/domain/departments/rules/closures";

type Status = Answers["departments"]["getServiceStatus"];

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("closures.status");
  return { title: t("title"), description: t("lead") };
}

/** How the portal is doing: what works, what is closed now, what will be, and what was. */
export default async function StatusPage() {
  const [t, status] = [await getTranslations("closures.status"), await (await api()).departments.getServiceStatus()];
  return (
    <Page>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Verdict status={status} />
      <Parts status={status} />
      {status.current.length > 0 && <Section title={t("current")}><Closures closures={status.current} /></Section>}
      <Section title={t("ahead")}>
        {status.ahead.length > 0 ? <Closures closures={status.ahead} /> : <EmptyState title={t("noneAhead")}>{t("noneAheadText")}</EmptyState>}
      </Section>
      <Section title={t("past")}>{status.past.length > 0 ? <Past closures={status.past} /> : <p className="text-muted">{t("nonePast")}</p>}</Section>
      <div data-print="no">
        <Section title={t("help")} intro={t("helpText")}><ButtonRow><ButtonLink href="/ask" icon="message">{t("report")}</ButtonLink></ButtonRow></Section>
      </div>
    </Page>
  );
}

/** The answer in one sentence, before anything else. */
function Verdict({ status }: { status: Status }) {
  const t = useTranslations("closures.status");
  const locale = useLocale();
  const good = verdictOf(status) === "good";
  const tone = good ? "border-success bg-success-soft text-success" : "border-warning-line bg-warning-soft text-warning";
  return (
    <div className={`flex items-start gap-4 rounded-card border-2 p-5 md:p-6 ${tone}`}>
      <Icon name={good ? "check" : "clock"} className="mt-[0.2em] size-[1.6em] shrink-0" />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="text-h2 font-bold"><VerdictSentence status={status} /></p>
        <p className="text-hint text-ink">{keepWeekday(t("at", { at: formatInstant(status.at, locale) }))}</p>
      </div>
    </div>
  );
}

/** What can be done now: reading always, filing where it is not closed. */
function Parts({ status }: { status: Status }) {
  const [t, words] = [useTranslations("closures.status"), useTranslations("closures")];
  const verdict = verdictOf(status);
  const ok = <Tag tone="success">{t("ok")}</Tag>;
  const limited = (name: string, what: string) => <><Tag tone="warning">{name}</Tag> {what}</>;
  const filing = { closed: limited(t("shut"), words("kept")), paused: limited(t("partly"), t("partlyText")), late: ok, good: ok }[verdict];
  return (
    <Section title={t("parts")}>
      <DescriptionList facts={[
        { label: t("pages"), value: ok },
        { label: t("filing"), value: filing },
        { label: t("work"), value: status.work === "ok" ? ok : limited(t("delayed"), t("delayedText")) },
      ]} />
    </Section>
  );
}

function Closures({ closures }: { closures: readonly Closure[] }) {
  const [t, words, locale] = [useTranslations("closures.status"), useTranslations("closures"), useLocale()];
  return (
    <ul className="grid gap-4 lg:grid-cols-2 elder:lg:grid-cols-1">
      {closures.map((closure) => (
        <li key={closure.id} className="grid">
          <Card title={<ClosureName closure={closure} />}>
            <DescriptionList facts={[
              { label: t("when"), value: closurePeriod(words, closure, locale) },
              { label: t("why"), value: <Localised text={closure.why} /> },
              { label: t("instead"), value: <Localised text={closure.instead} /> },
            ]} />
          </Card>
        </li>
      ))}
    </ul>
  );
}

function Past({ closures }: { closures: readonly Closure[] }) {
  const [t, words, locale] = [useTranslations("closures.status"), useTranslations("closures"), useLocale()];
  return (
    <ul className="divide-y divide-line border-y border-line">
      {closures.map((closure) => (
        <li key={closure.id} className="flex flex-col gap-1 py-3">
          <span className="font-semibold"><ClosureName closure={closure} /></span>
          <span className="text-hint text-muted">{keepWeekday(closurePeriod(words, closure, locale))}</span>
          <span className="text-hint text-muted"><Localised text={closure.why} />{closure.endedAt && <> {keepWeekday(t("opened", { at: formatInstant(closure.endedAt, locale) }))}</>}</span>
        </li>
      ))}
    </ul>
  );
}
