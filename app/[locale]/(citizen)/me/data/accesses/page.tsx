import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { EmptyState } from "@/app/_ui/Cards";
import { Pagination } from "@/app/_ui/Navigation";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type Access = Answers["records"]["accesses"]["rows"][number];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("data.accesses"))("title") };
}

/** Every reading of my data by staff, the newest first. */
export default async function AccessesPage({ searchParams }: Props) {
  const [query, locale, t] = await Promise.all([searchParams, getLocale(), getTranslations("data.accesses")]);
  const cursor = typeof query["cursor"] === "string" ? query["cursor"] : undefined;
  const { rows, nextCursor } = await answer((await api()).records.accesses(cursor ? { cursor } : {}), localePath(locale, "/me/data/accesses"));
  return (
    <Page before={<BackLink href="/me/data" />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {rows.length > 0 ? <ol className="border-t border-line">{rows.map((access) => <AccessRow key={access.id} access={access} />)}</ol> : <EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
      <div className="flex flex-wrap items-center gap-6">
        {cursor && <TextLink href="/me/data/accesses" className="tap">{t("newest")}</TextLink>}
        <Pagination nextHref={nextCursor ? `/me/data/accesses?cursor=${encodeURIComponent(nextCursor)}` : undefined} />
      </div>
    </Page>
  );
}

function AccessRow({ access: { at, kind, role, departmentName, fields, reason, itemName } }: { access: Access }) {
  const t = useTranslations("data.accesses");
  const roles = useTranslations("signIn.roles");
  const locale = useLocale();

  return (
    <li className="flex flex-col gap-1 border-b border-line py-4">
      <time dateTime={at} className="text-muted">{formatInstant(at, locale)}</time>
      <strong>{t(`kinds.${kind}`)}</strong>
      <span>{t.rich("by", { department: departmentName, role: roles(role), zh: (text) => <Chinese>{text}</Chinese> })}</span>
      {itemName && <span>{t.rich("case", { item: itemName, zh: (text) => <Chinese>{text}</Chinese> })}</span>}
      {fields.length > 0 && <span className="max-w-measure text-muted">{t.rich("fields", { fields: fields.join(locale === "en" ? ", " : "、"), zh: (text) => <Chinese>{text}</Chinese> })}</span>}
      {reason && <span className="text-muted">{t("reason", { reason })}</span>}
    </li>
  );
}
