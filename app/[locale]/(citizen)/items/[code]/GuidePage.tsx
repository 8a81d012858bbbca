import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ClosureNotice } from "@/app/_shared/departments/Closures";
import { Chinese, ItemName, itemName } from "@/app/_shared/items/Localised";
import { Marked } from "@/app/_shared/terms/Marked";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { untranslated } from "@/domain/items/rules/english";
import { AtAGlance } from "./AtAGlance";
import { Conditions, Fees, Limits, Process, Questions, Result } from "./HandlingSections";
import type { Guide } from "./guide";
import { Materials } from "./Materials";
import { Contact, ItemFacts, LegalBasis, Sources } from "./ReferenceSections";
import { ContentsList, StartBar, StartCard } from "./Start";
import { Succession } from "./Succession";
import { Places, Remedies, ServiceWindows, Ways } from "./WaySections";

type Props = { guide: Guide; simplified: boolean; demo: boolean };

/** Everything about an item: what to know first, then in the order in which one needs it. */
export function GuidePage({ guide, simplified, demo }: Props) {
  const t = useTranslations("items");
  const locale = useLocale();
  const { content, status } = guide;
  const open = status === "published";
  return (
    <Page before={<Breadcrumbs trail={[{ href: "/items", label: t("title") }]} current={itemName(content, locale)} />}>
      <PageHeading title={<ItemName {...content} />} caption={<Chinese>{guide.department.name}</Chinese>} lead={content.summary && <Marked text={content.summary} />} />
      {status === "suspended" && <Notice tone="warning" title={t("guide.suspendedTitle")}>{t("guide.suspendedText")}</Notice>}
      {open && <ClosureNotice place="itemCode" id={guide.code} />}
      <Succession guide={guide} />
      {locale === "en" && untranslated(content).length > 0 && <p className="max-w-measure text-muted">{t("guide.partlyChinese")}</p>}
      <AtAGlance guide={guide} />
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_20rem] elder:lg:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-12 print:gap-6 print:[&_details::details-content]:[content-visibility:visible]">
          <Conditions content={content} />
          <Materials guide={guide} />
          <Limits content={content} />
          <Fees content={content} />
          <Ways guide={guide} />
          <Process content={content} />
          <Result guide={guide} />
          <Places guide={guide} />
          <ServiceWindows code={guide.code} />
          <Contact guide={guide} />
          <Questions content={content} />
          <Folded when={simplified} summary={t("guide.more")}>
            <Remedies guide={guide} />
            <LegalBasis content={content} />
            <ItemFacts guide={guide} />
            <Sources content={content} demo={demo} />
          </Folded>
        </div>
        <aside aria-label={t("guide.start")} data-print="no" className="flex flex-col gap-6 self-start max-lg:order-first lg:sticky lg:top-6 elder:lg:static elder:order-first">
          {open && <StartCard guide={guide} />}
          {!simplified && <ContentsList guide={guide} />}
        </aside>
      </div>
      {open && <StartBar code={guide.code} />}
    </Page>
  );
}

/** What few people need, out of the way where someone asked for simple pages. */
function Folded({ when, summary, children }: { when: boolean; summary: string; children: ReactNode }) {
  return when ? <Details summary={summary}><div className="flex flex-col gap-10 py-4">{children}</div></Details> : <>{children}</>;
}
