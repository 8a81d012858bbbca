import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { HeldNotice } from "@/app/_shared/desk/HeldNotice";
import { Shortcuts } from "@/app/_shared/desk/Shortcuts";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { formatDay } from "@/app/_i18n/format";
import { queueHref, queueInput, readQuery } from "./query";
import { QueueFilters } from "./QueueFilters";
import { QueueTable } from "./QueueTable";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("desk.queue"))("title") };
}

const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);

export default async function QueuePage({ searchParams }: Props) {
  const [params, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("desk")]);
  const query = readQuery(params);
  const here = localePath(locale, queueHref(query, { cursor: query.cursor }));
  const { rows, today, nextCursor } = await answer((await api()).applications.queue(queueInput(query)), here);
  const account = await currentAccount();
  const narrowed = query.view !== "all" || query.status !== "" || query.query !== "";
  const mayClaim = account?.roles.some((role) => ["clerk", "reviewer", "approver", "certificateOfficer"].includes(role)) ?? false;
  const holder = rows.find(({ number }) => number === text(params["case"]))?.claimedByName;
  const empty = (
    <EmptyState
      title={narrowed ? t("queue.nothingFound") : t("queue.nothingToDo")}
      actions={narrowed && <TextLink href="/desk" className="tap">{t("queue.showAll")}</TextLink>}
    >
      <p>{narrowed ? t("queue.nothingFoundHint") : t("queue.nothingToDoHint")}</p>
    </EmptyState>
  );
  return (
    <Page width="wide" notice={<HeldNotice held={text(params["held"])} number={text(params["case"])} holder={holder} />}>
      <PageHeading
        title={t("queue.title")}
        lead={t("queue.lead", { day: formatDay(today, locale) })}
        actions={<ClientMessages areas={["ui", "common", "desk"]}><Shortcuts page="queue" /></ClientMessages>}
      />
      <QueueFilters query={query} action={localePath(locale, "/desk")} />
      <QueueTable today={today} rows={rows} returnTo={here} mayClaim={mayClaim} empty={empty} />
      <div className="flex flex-wrap items-center gap-6" data-print="no">
        {query.cursor && <TextLink href={queueHref(query)} className="tap">{t("queue.firstPage")}</TextLink>}
        <Pagination nextHref={nextCursor ? queueHref(query, { cursor: nextCursor }) : undefined} />
      </div>
    </Page>
  );
}
