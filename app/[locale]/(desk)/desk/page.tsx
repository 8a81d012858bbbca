import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { BulkBar } from "@/app/_shared/desk/BulkBar";
import { DeskNotice } from "@/app/_shared/desk/DeskNotice";
import { EarlyKeys } from "@/app/_shared/desk/EarlyKeys";
import { HandedToMe } from "@/app/_shared/desk/HandedToMe";
import { HeldNotice } from "@/app/_shared/desk/HeldNotice";
import { narrows, queueHref, queueInput, queueSearch, readAddress } from "@/app/_shared/desk/queueAddress";
import { QueueWatch } from "@/app/_shared/desk/QueueWatch";
import { Shortcuts } from "@/app/_shared/desk/Shortcuts";
import type { DeskViews } from "@/app/_shared/desk/types";
import { currentAccount } from "@/app/_shared/session";
import { DeskStrip } from "@/app/_shared/supervision/DeskStrip";
import { answer, api } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { endedStatuses } from "@/domain/applications/schema";
import type { QueueSort } from "@/domain/applications/schema/queue";
import { ActiveFilters } from "./ActiveFilters";
import { QueueFilters } from "./QueueFilters";
import { QueueTable } from "./QueueTable";
import { QueueTabs, QueueTotal } from "./QueueTabs";
import { ColumnsForm, ExportForm, SaveViewForm } from "./QueueTools";
import { ViewBar } from "./ViewBar";

type Params = Record<string, string | string[] | undefined>;
type Props = { searchParams: Promise<Params> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk.queue"))("title") };
}

const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

/** What is shown: what the address says, else the view it names, else the view with which the queue opens. */
function standing(params: Params, { views, opensWith, columns }: DeskViews) {
  const address = readAddress(params);
  const bare = !narrows(params);
  const view = views.find(({ id }) => id === (address.view || (bare ? opensWith : null)));
  const filters = bare && view ? view.content.filters : address.filters;
  const sort = address.sort ?? view?.content.sort ?? "due";
  const changed = view !== undefined && queueSearch({ filters, sort }) !== queueSearch(view.content);
  const here = (change: { sort?: QueueSort; cursor?: string } = {}) => queueHref({ filters: bare && view ? {} : filters, sort: change.sort ?? address.sort, view: view?.id ?? address.view, cursor: change.cursor });
  return { filters, sort, view, changed, here, cursor: address.cursor, ignored: address.ignored, columns: view ? view.content.columns : columns, named: view?.id ?? address.view };
}

/** Where each order is. */
const sortHrefs = (to: (change: { sort: QueueSort }) => string): Record<QueueSort, string> => ({
  due: to({ sort: "due" }), "-due": to({ sort: "-due" }), received: to({ sort: "received" }), "-received": to({ sort: "-received" }),
  number: to({ sort: "number" }), "-number": to({ sort: "-number" }),
});

export default async function QueuePage({ searchParams }: Props) {
  const [params, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("desk")]);
  const calls = (await api()).applications;
  const { views, ...habits } = await answer(calls.deskViews(), localePath(locale, "/desk"));
  const now = standing(params, { views, ...habits });
  const { filters, sort, cursor } = now;
  const returnTo = localePath(locale, now.here({ cursor }));
  // Not awaited: a number is worth no wait. A refusal shows where the list itself is asked for.
  const counts = calls.queueCounts({ filters }).catch(() => undefined);
  const [queue, choices, colleagues, account] = await Promise.all([answer(calls.queue(queueInput({ filters, sort, cursor })), returnTo), calls.queueChoices({ item: filters.item }), calls.officeColleagues(), currentAccount()]);
  const mayClaim = account?.roles.some((role) => ["clerk", "reviewer", "approver", "certificateOfficer"].includes(role)) ?? false;
  const narrowed = Object.keys(filters).length > 0;
  const known = { ...choices, colleagues };
  const shown = { search: queueSearch({ filters, sort }), columns: now.columns };
  const holder = queue.rows.find(({ number }) => number === text(params["case"]))?.claimedByName;
  const ended = endedStatuses.some((status) => status === filters.status);
  return (
    <ClientMessages areas={["ui", "common", "desk", "queue", "assignment", "applications.status"]}>
      <Page width="wide" notice={<><HeldNotice held={text(params["held"])} number={text(params["case"])} holder={holder} /><DeskNotice params={params} /><HandedToMe /><Ignored names={now.ignored} /></>}>
        <PageHeading title={t("queue.title")} lead={t("queue.lead", { day: formatDay(queue.today, locale) })} actions={<><EarlyKeys /><Shortcuts page="queue" /></>} />
        <DeskStrip />
        <QueueTabs filters={filters} counts={counts} />
        <ViewBar views={views} current={now.view?.id ?? ""} changed={now.changed} shown={shown} />
        <QueueFilters key={shown.search} filters={filters} sort={sort} view={now.named} choices={known} wrong={Object.fromEntries(now.ignored.map((name) => [name, text(params[name]) ?? ""]))} />
        <ActiveFilters filters={filters} sort={sort} view={now.named} choices={known} />
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center gap-x-6 gap-y-1 [&>details[open]]:basis-full" data-print="no">
            <div className="me-auto flex flex-wrap items-center gap-x-6 gap-y-1">
              <p className="tabular-nums"><Suspense fallback="…"><QueueTotal counts={counts} /></Suspense></p>
              <QueueWatch filters={filters} since={queue.asOf} shown={queue.rows.map(({ id }) => id)} />
            </div>
            <SaveViewForm shown={shown} />
            <ColumnsForm shown={shown} view={now.view?.own ? now.view : undefined} back={now.here().split("?")[1] ?? ""} />
            <ExportForm search={shown.search} mayShowAll={mayClaim} returnTo={returnTo} />
          </div>
          <QueueTable
            today={queue.today} rows={queue.rows.map((row) => ({ ...row, holdKey: randomUUID() }))} columns={now.columns} returnTo={returnTo} mayClaim={mayClaim} sort={queue.sort}
            sortHrefs={ended ? undefined : sortHrefs(now.here)} empty={queue.rows.length === 0 && <Empty narrowed={narrowed} />}
          />
          {queue.rows.length > 0 && <BulkBar filter={shown.search} />}
        </div>
        <div className="flex flex-wrap items-center gap-6" data-print="no">
          {cursor && <TextLink href={now.here()} className="tap">{t("queue.firstPage")}</TextLink>}
          <Pagination nextHref={queue.nextCursor ? now.here({ cursor: queue.nextCursor }) : undefined} />
        </div>
      </Page>
    </ClientMessages>
  );
}

async function Empty({ narrowed }: { narrowed: boolean }) {
  const t = await getTranslations("desk.queue");
  return (
    <EmptyState title={narrowed ? t("nothingFound") : t("nothingToDo")} actions={narrowed && <TextLink href="/desk?view=all" className="tap">{t("showAll")}</TextLink>}>
      <p>{narrowed ? t("nothingFoundHint") : t("nothingToDoHint")}</p>
    </EmptyState>
  );
}

async function Ignored({ names }: { names: readonly string[] }) {
  const t = await getTranslations("queue.ignored");
  if (names.length === 0) return null;
  const words = names.map((name) => t(`names.${name as "query"}`)).join(t("separator"));
  return <Notice tone="warning" live title={t("title")}>{t("text", { names: words })}</Notice>;
}
