import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { draftOf } from "@/app/_shared/certificates/layout/draft";
import { Previews } from "@/app/_shared/certificates/layout/Previews";
import { Problems } from "@/app/_shared/certificates/layout/Problems";
import { begunBy } from "@/app/_shared/identity/begun";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { itemName } from "@/app/_shared/items/Localised";
import { localText } from "@/app/_shared/forms/localised";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api, refusalOf } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { formOf as formOfKept } from "@/domain/identity/rules/kept-forms";
import { formOf } from "@/domain/items/rules";
import { groupsOf } from "@/domain/items/rules/co-holders";
import { starterLayout } from "@/domain/items/rules/layout";
import { EditTabs } from "../EditTabs";
import { draftOfResult, readResultDraft } from "./read";
import { ResultForm } from "./ResultForm";
import { sourcesOf } from "./sources";
import type { ResultDraft } from "./state";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Item = Answers["items"]["getForEdit"];
type IssuedType = Answers["certificates"]["getIssuedType"];

const pathOf = (id: string) => `/admin/items/${id}/edit/result`;
const itemOf = cache(async (id: string) => answer((await api()).items.getForEdit({ itemId: id }), pathOf(id)));
const contentOf = ({ draft, current }: Item) => draft?.content ?? current?.content;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const item = await itemOf((await params).id);
  const [t, locale] = await Promise.all([getTranslations("certificateTypes.result"), getLocale()]);
  const content = contentOf(item);
  return { title: t("pageTitle", { name: content ? itemName(content, locale) : item.code }) };
}

/** What an item issues: the certificate, its face and its page; who may not change it reads it. */
export default async function ResultPage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const [t, admin, locale, item] = await Promise.all([getTranslations("certificateTypes.result"), getTranslations("admin"), getLocale(), itemOf(id)]);
  const content = contentOf(item);
  const editable = item.draft && item.actions.includes("saveRevision") ? item.draft : undefined;
  const kept = editable && (await restored(query["kept"], pathOf(id)));
  const start = kept ? readResultDraft(formOfKept(kept)) : draftOfResult(content?.result ?? null);
  const type = await findType(start.certificateType);
  const problems = (item.draft?.problems ?? []).filter(({ field }) => field.split(".")[0] === "result");
  return (
    <ClientMessages areas={["common", "ui", "errors", "certificateTypes"]}>
      <Page
        width="wide"
        before={<Breadcrumbs trail={[{ href: "/admin/items", label: admin("items.title") }, { href: `/admin/items/${id}/edit`, label: content ? itemName(content, locale) : item.code }]} current={t("title")} />}
        notice={<>{kept && <RestoredNotice />}{query["done"] === "saved" && <Notice tone="success" live>{t("saved")}</Notice>}</>}
      >
        <PageHeading caption={content ? itemName(content, locale) : item.code} title={t("title")} lead={t("lead")} />
        <Terms words={["certificateType", "face", "layout"]} />
        <EditTabs itemId={item.id} current="result" />
        {!editable && <Notice>{t("readOnly")}</Notice>}
        {item.draft && <Section title={admin("edit.problems")}><Problems problems={problems} /></Section>}
        {type && content?.result?.certificateType && <Previews href={`/api/certificate-previews/items/${item.id}`} />}
        {editable ? <Designer item={item} begun={begunBy(query["at"], kept)} draft={editable} start={start} type={type} /> : <Facts content={content} start={start} type={type} />}
      </Page>
    </ClientMessages>
  );
}

async function findType(id: string): Promise<IssuedType | undefined> {
  let type: IssuedType | undefined;
  const caller = await api();
  if (id) await refusalOf(caller.certificates.getIssuedType({ id }).then((found) => (type = found)));
  return type;
}

/** What the face of this edition can be filled from. */
async function sourcesIn(content: NonNullable<ReturnType<typeof contentOf>>) {
  const [t, locale] = await Promise.all([getTranslations("certificateTypes"), getLocale()]);
  return sourcesOf(formOf(content), locale, { facts: t("result.caseFacts"), fact: (fact) => t(`caseFacts.${fact.replace("case.", "") as "holderName"}`) });
}

async function Designer({ item, begun, draft, start, type }: { item: Item; begun: string; draft: NonNullable<Item["draft"]>; start: ResultDraft; type: IssuedType | undefined }) {
  const types = (await (await api()).certificates.listTypeChoices()).map(({ id, name }) => ({ value: id, label: name }));
  const [sources, locale] = [await sourcesIn(draft.content), await getLocale()];
  return (
    <ResultForm
      key={begun} itemId={item.id} version={draft.version} start={start} types={types} sources={sources} groups={groupsOf(formOf(draft.content)).map(({ id, label }) => ({ value: id, label: localText(label, locale) }))} fields={type?.content.fields ?? []}
      typeName={type?.content.name ?? start.name} typeLayout={draftOf(type?.content.layout ?? starterLayout(undefined, type?.content.fields))}
    />
  );
}

async function Facts({ content, start, type }: { content: ReturnType<typeof contentOf>; start: ResultDraft; type: IssuedType | undefined }) {
  const t = await getTranslations("certificateTypes.result");
  const names = new Map((content ? await sourcesIn(content) : []).flatMap(({ options }) => options.map(({ value, label }) => [value, label] as const)));
  return (
    <DescriptionList facts={[
      { label: t("name"), value: start.name },
      { label: t("type"), value: type?.content.name ?? t("noType") },
      ...start.rows.map(({ zh, field }) => ({ label: zh, value: names.get(field) ?? field })),
      ...(start.coHolders ? [{ label: t("coHolders"), value: names.get(start.coHolders) ?? start.coHolders }] : []),
      { label: t("source"), value: t(start.own ? "sources.own" : "sources.type") },
    ]} />
  );
}
