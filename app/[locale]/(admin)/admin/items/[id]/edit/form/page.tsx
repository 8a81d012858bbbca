import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { z } from "zod";
import { loadMessages } from "@/app/_i18n/catalogue";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { routing, type Locale } from "@/app/_i18n/routing";
import { country } from "@/app/_shared/forms/divisions";
import { localText } from "@/app/_shared/forms/localised";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { itemName } from "@/app/_shared/items/Localised";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { shanghaiDay } from "@/domain/core/calendar";
import { formToCopy } from "@/domain/forms/rules/edit-new";
import type { FormDefinition } from "@/domain/forms/schema";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { generateForm } from "@/domain/items/rules";
import type { RevisionContent } from "@/domain/items/schema";
import { EditTabs } from "../EditTabs";
import { Beginnings } from "./Beginnings";
import { Builder } from "./Builder";
import { FormOutline } from "./FormOutline";
import { readForm } from "./read";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

const pathOf = (id: string) => `/admin/items/${id}/edit/form`;
const itemOf = cache(async (id: string) => answer((await api()).items.getForEdit({ itemId: id }), pathOf(id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const item = await itemOf((await params).id);
  const [t, locale] = await Promise.all([getTranslations("builder"), getLocale()]);
  return { title: t("pageTitle", { name: nameOf(item, locale) }) };
}

type Item = Answers["items"]["getForEdit"];
const contentOf = ({ draft, current }: Item) => draft?.content ?? current?.content;
const nameOf = (item: Item, locale: string) => {
  const content = contentOf(item);
  return content ? itemName(content, locale) : item.code;
};

/** The form of an item, built by hand; who may not change it reads it. */
export default async function FormBuilderPage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const [t, tests, tabs, locale, item] = await Promise.all([getTranslations("builder"), getTranslations("expressions.test"), getTranslations("admin"), getLocale(), itemOf(id)]);
  const content = contentOf(item);
  const editable = item.draft && item.actions.includes("saveRevision") ? item.draft : undefined;
  const kept = editable && textOfKept(await restored(query["kept"], pathOf(id)), "form");
  const typed = kept ? readForm(kept) : undefined;
  const like = typeof query["like"] === "string" ? query["like"].slice(0, 100) : "";
  return (
    <ClientMessages areas={["common", "ui", "errors", "builder", "expressions"]}>
      <Page
        width="wide"
        before={<Breadcrumbs trail={[{ href: "/admin/items", label: tabs("items.title") }, { href: `/admin/items/${id}/edit`, label: nameOf(item, locale) }]} current={t("title")} />}
        notice={typed && "form" in typed && <RestoredNotice />}
      >
        <PageHeading caption={nameOf(item, locale)} title={t("title")} actions={item.draft && <ButtonLink href={`/admin/items/${id}/edit/form/test`}>{tests("title")}</ButtonLink>} />
        <Terms words={["formSection", "prefill", "condition", "computed", "stableId"]} />
        <EditTabs itemId={item.id} current="form" />
        {!editable && <Notice>{t("readOnly")}</Notice>}
        {content && !content.form && <Notice>{t("generated")}</Notice>}
        {editable && <Beginnings path={pathOf(id)} query={like} open={like !== ""} />}
        {editable ? <Begun itemId={id} draft={editable} typed={typed && "form" in typed ? typed.form : undefined} from={query["from"]} locale={locale} /> : content && <FormOutline form={formIn(content)} />}
      </Page>
    </ClientMessages>
  );
}

const formIn = (content: RevisionContent): FormDefinition => content.form ?? generateForm(content);

type BegunProps = { itemId: string; draft: NonNullable<Item["draft"]>; typed: FormDefinition | undefined; from: string | string[] | undefined; locale: Locale };

async function Begun({ itemId, draft, typed, from, locale }: BegunProps) {
  const caller = await api();
  const [t, fixedIds, provinces, beginning, lines, ...messages] = await Promise.all([
    getTranslations("builder"), caller.items.listFormIds({ itemId }), caller.departments.listDivisions({ parent: country }), beginningOf(from, draft.content), caller.certificates.listLines(), ...routing.locales.map(previewMessages),
  ]);
  const { audience, situations, materials, english } = draft.content;
  const kept = formIn(draft.content);
  const facts = { audience, situations, materials, ...(english && { english }) };
  // What answers a situation or carries a material keeps the key of that.
  const fixed = [...new Set([...fixedIds, ...situations.map(({ key }) => key), ...materials.map(({ key }) => key)])];
  return (
    <>
      {beginning && <Notice tone="warning">{beginning.name === undefined ? t("beginnings.begunFromGuide") : t("beginnings.begunFrom", { name: beginning.name })}</Notice>}
      <Builder
        key={`${draft.number} ${String(from)}`} itemId={itemId} version={draft.version} start={typed ?? beginning?.form ?? kept} kept={kept} facts={facts} fixedIds={fixed} lines={lines.map(({ typeId, typeName, key, label }) => ({ value: `certificate.${typeId}.${key}`, label: t("prefill.certificateLine", { type: typeName, line: localText(label, locale) }) }))}
        preview={{ today: shanghaiDay(new Date()), lists: { [country]: provinces }, messages: Object.fromEntries(messages) as Record<Locale, (typeof messages)[number][1]> }}
      />
    </>
  );
}

/** The form made from the guide, or that of another item; an address that names neither begins with nothing new. */
async function beginningOf(from: BegunProps["from"], content: RevisionContent): Promise<{ form: FormDefinition; name?: string } | undefined> {
  if (from === "guide") return { form: generateForm(content) };
  const other = z.uuid().safeParse(from);
  if (!other.success) return undefined;
  const { name, form } = await answer((await api()).items.getForm({ itemId: other.data }), "/admin/items");
  return { name, form: formToCopy(form) };
}

/** The words of a citizen's page in one language, for the preview. */
async function previewMessages(locale: Locale) {
  const { apply, common, forms, ui, builder } = await loadMessages(locale);
  const own = builder?.["preview"];
  return [locale, { ...(apply && { apply }), ...(common && { common }), ...(forms && { forms }), ...(ui && { ui }), ...(own && { builder: { preview: own } }) }] as const;
}
