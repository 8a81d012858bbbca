import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { dayOfInstant, formatDay } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { requestTitle } from "@/app/_shared/records/requestTitle";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Card, EmptyState } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Pagination } from "@/app/_ui/Navigation";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Request = Answers["records"]["listOwnRequests"]["rows"][number];

const tones = { open: "info", granted: "success", refused: "neutral" } as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("data.requests"))("title") };
}

/** My requests with state and answer; the way to make one. */
export default async function RequestsPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("data.requests")]);
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const { rows, nextCursor } = await answer((await api()).records.listOwnRequests(cursor ? { cursor } : {}), localePath(locale, "/me/data/requests"));
  const filed = rows.find(({ number }) => number === query["filed"]);
  return (
    <Page before={<BackLink href="/me/data" />} notice={filed && <Notice tone="success" live>{t("filed", { number: filed.number, dueOn: formatDay(filed.dueOn, locale) })}</Notice>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <div><ButtonLink look="primary" href="/me/data/requests/new">{t("new")}</ButtonLink></div>
      {rows.length > 0 ? rows.map((request) => <RequestCard key={request.id} request={request} />) : <EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
      <div className="flex flex-wrap items-center gap-6">
        {cursor && <TextLink href="/me/data/requests" className="tap">{t("newest")}</TextLink>}
        <Pagination nextHref={nextCursor ? `/me/data/requests?cursor=${encodeURIComponent(nextCursor)}` : undefined} />
      </div>
    </Page>
  );
}

function RequestCard({ request }: { request: Request }) {
  const t = useTranslations("data.requests");
  const data = useTranslations("data");
  const locale = useLocale();
  const { number, state, filedAt, dueOn, wish, answer: given, ground } = request;
  return (
    <Card as="h2" title={requestTitle(data, request)} actions={<Tag tone={tones[state]}>{t(`states.${state}`)}</Tag>}>
      <DescriptionList facts={[
        { label: t("number"), value: number },
        { label: t("filedAt"), value: formatDay(dayOfInstant(filedAt), locale) },
        ...(state === "open" ? [{ label: t("dueOn"), value: formatDay(dueOn, locale) }] : []),
        ...(wish.value ? [{ label: t("value"), value: wish.value }] : []),
        { label: t("why"), value: <span className="whitespace-pre-line">{wish.why}</span> },
        ...(given ? [{ label: t("answer"), value: <span className="whitespace-pre-line">{given}</span> }] : []),
        ...(ground ? [{ label: t("ground"), value: data(`grounds.${ground}`) }] : []),
      ]} />
    </Card>
  );
}
