import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { begunBy } from "@/app/_shared/identity/begun";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { itemName } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { formOf } from "@/domain/identity/rules/kept-forms";
import { leftOver } from "@/domain/items/rules/english";
import { EditTabs } from "../EditTabs";
import { textPlace } from "../review/labels";
import { EnglishForm } from "./EnglishForm";
import { Pairs } from "./Pairs";
import { pairsOf, readPairs } from "./read";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Item = Answers["items"]["getForEdit"];

const pathOf = (id: string) => `/admin/items/${id}/edit/english`;
const itemOf = cache(async (id: string) => answer((await api()).items.getForEdit({ itemId: id }), pathOf(id)));
const contentOf = ({ draft, current }: Item) => draft?.content ?? current?.content;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const item = await itemOf((await params).id);
  const [t, locale] = await Promise.all([getTranslations("revisions.english"), getLocale()]);
  const content = contentOf(item);
  return { title: t("pageTitle", { name: content ? itemName(content, locale) : item.code }) };
}

/** What readers in English see of a guide: each Chinese text with its English, and what is left over of texts that changed. */
export default async function EnglishPage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const [t, admin, revisions, locale, item] = await Promise.all([getTranslations("revisions.english"), getTranslations("admin"), getTranslations("revisions"), getLocale(), itemOf(id)]);
  const content = contentOf(item);
  const editable = item.draft && item.actions.includes("saveRevision") ? item.draft : undefined;
  const kept = editable && (await restored(query["kept"], pathOf(id)));
  const typed = new Map(kept && readPairs(formOf(kept)).map(({ zh, en }) => [zh, en]));
  const entries = content ? pairsOf(content).map(({ field, zh, en }) => ({ place: textPlace(admin, revisions, field), zh, en: typed.get(zh) ?? en })) : [];
  const left = content ? leftOver(content) : [];
  const name = content ? itemName(content, locale) : item.code;
  return (
    <ClientMessages areas={["common", "ui", "errors", "revisions"]}>
      <Page
        width="wide"
        before={<Breadcrumbs trail={[{ href: "/admin/items", label: admin("items.title") }, { href: `/admin/items/${id}/edit`, label: name }]} current={t("title")} />}
        notice={<>{kept && <RestoredNotice />}{query["done"] === "saved" && <Notice tone="success" live>{t("saved")}</Notice>}</>}
      >
        <PageHeading caption={name} title={t("title")} lead={t("lead")} />
        <EditTabs itemId={item.id} current="english" />
        <div className="flex flex-col gap-2">
          <p className="font-semibold">{entries.length === 0 ? t("none") : t("count", { done: entries.filter(({ en }) => en !== "").length, all: entries.length })}</p>
          <p className="max-w-measure text-muted">{t("laws")}</p>
        </div>
        {!editable && <Notice>{t("readOnly")}</Notice>}
        {left.length > 0 && <Pairs title={t("left")} text={t("leftText")} said={t("was")} pairs={left} />}
        {editable ? <EnglishForm key={begunBy(query["at"], kept)} itemId={item.id} version={editable.version} entries={entries} /> : <DescriptionList facts={entries.map(({ place, zh, en }) => ({ label: place, value: <><span lang="zh-CN" className="block max-w-measure whitespace-pre-line">{zh}</span>{en ? <span lang="en" className="block max-w-measure whitespace-pre-line">{en}</span> : <span className="block text-muted">{t("nothing")}</span>}</> }))} />}
      </Page>
    </ClientMessages>
  );
}
