import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { Previews } from "@/app/_shared/certificates/layout/Previews";
import { Problems } from "@/app/_shared/certificates/layout/Problems";
import { begunBy } from "@/app/_shared/identity/begun";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese, itemName } from "@/app/_shared/items/Localised";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import type { CertificateTypeContent } from "@/domain/certificates/schema/catalogue";
import { formOf } from "@/domain/identity/rules/kept-forms";
import { ActForm } from "../../items/[id]/edit/ActForm";
import { discardEdition, openEdition, publishEdition } from "../actions";
import { factsDraftOf, readFacts } from "../read";
import { Done } from "../state";
import { Changes } from "./Changes";
import { FactsForm } from "./FactsForm";
import { TypeTabs } from "./TypeTabs";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type TypePage = Answers["certificates"]["getType"];

const pathOf = (id: string) => `/admin/certificate-types/${id}`;
const typeOf = cache(async (id: string) => answer((await api()).certificates.getType({ id }), pathOf(id)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ name, current, draft }, t, locale] = await Promise.all([typeOf((await params).id), getTranslations("certificateTypes.list"), getLocale()]);
  return { title: t("pageTitle", { name: itemName({ name, nameEn: (draft ?? current)?.content.nameEn }, locale) }) };
}

/** One certificate type: where it stands, its facts and fields, what the draft changes, its history. */
export default async function CertificateTypePage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const [t, type, kept] = await Promise.all([getTranslations("certificateTypes"), typeOf(id), restored(query["kept"], pathOf(id))]);
  const { draft, current } = type;
  const content = (draft ?? current)?.content;
  const told = Done.safeParse(query["done"]);
  const editable = draft && type.actions.includes("saveEdition");
  return (
    <ClientMessages areas={["ui", "admin", "errors", "certificateTypes"]}>
      <Page
        width="wide"
        before={<Breadcrumbs trail={[{ href: "/admin/certificate-types", label: t("list.title") }]} current={type.code} />}
        notice={<>{kept && editable && <RestoredNotice />}{told.success && <Notice tone="success" live>{t(`done.${told.data}`)}</Notice>}</>}
      >
        <PageHeading caption={type.code} title={<Chinese>{content?.name ?? type.name}</Chinese>} lead={content?.nameEn} />
        <Terms words={["face", "holder", "validity"]} />
        <TypeTabs id={id} current="facts" />
        <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="flex min-w-0 flex-col gap-8">
            {content && (editable ? <FactsForm key={begunBy(query["at"], kept)} id={id} version={draft.version} start={kept ? readFacts(formOf(kept)) : factsDraftOf(content)} /> : <Facts content={content} />)}
            <History history={type.history} />
          </div>
          <aside aria-label={t("standing.title")} className="flex flex-col gap-8 max-lg:order-first">
            <Standing type={type} />
            <Acts type={type} />
            {draft && <Section title={t("problems.title")}><Problems problems={draft.problems} /></Section>}
            {draft && <Section title={t("changes.title")}>{current ? <Changes changes={draft.changes} /> : <p>{t("changes.first")}</p>}</Section>}
            <Previews href={`/api/certificate-previews/types/${id}`} />
          </aside>
        </div>
      </Page>
    </ClientMessages>
  );
}

async function Standing({ type: { current, draft, edits } }: { type: TypePage }) {
  const t = await getTranslations("certificateTypes.standing");
  return (
    <DescriptionList facts={[
      { label: t("current"), value: current?.publishedAt ? t("edition", { number: current.number, time: formatStamp(current.publishedAt) }) : t("none") },
      ...(draft ? [{ label: t("draft"), value: t("edition", { number: draft.number, time: formatStamp(draft.updatedAt) }) }, { label: t("editors"), value: edits.map(({ name }) => name).filter(Boolean).join("、") || t("unknown") }] : []),
    ]} />
  );
}

/** Exactly what this person may do now, besides saving. */
async function Acts({ type: { id, draft, actions, ownEdit } }: { type: TypePage }) {
  const t = await getTranslations("certificateTypes.acts");
  const at = { id, version: draft?.version ?? 0 };
  return (
    <div className="flex flex-col gap-6 empty:hidden">
      {actions.includes("openEdition") && <ActForm action={openEdition} hidden={{ id }} label={t("open")} look="primary" />}
      {actions.includes("publishEdition") && <ActForm action={publishEdition} hidden={at} label={t("publish")} look="primary" hint={t("publishHint")} />}
      {draft && ownEdit && <p className="text-hint text-muted">{t("ownEdit")}</p>}
      {actions.includes("discardEdition") && <ActForm action={discardEdition} hidden={at} label={t("discard")} look="danger" hint={t("discardHint")} />}
    </div>
  );
}

async function Facts({ content }: { content: CertificateTypeContent }) {
  const t = await getTranslations("certificateTypes");
  const { validity } = content;
  const until = validity.kind === "months" ? t("form.monthsLong", { months: validity.months }) : validity.kind === "fixed" ? validity.until : validity.kind === "untilEvent" ? validity.event : "";
  const facts = [
    { label: t("content.holderKinds"), value: content.holderKinds.map((kind) => t(`values.${kind}`)).join("、") },
    { label: t("content.validity"), value: validity.kind === "months" ? until : <>{t(`validityKinds.${validity.kind}`)} <Chinese>{until}</Chinese></> },
    ...(["validityText", "category", "issuers", "basis", "note"] as const).flatMap((name) => (content[name] ? [{ label: t(`content.${name}`), value: <span className="block max-w-measure"><Chinese>{content[name]}</Chinese></span> }] : [])),
    ...(content.definingOrgan.name ? [{ label: t("form.organName"), value: <Chinese>{content.definingOrgan.name}</Chinese> }] : []),
    ...(content.aliases.length > 0 ? [{ label: t("content.aliases"), value: <Chinese>{content.aliases.join("、")}</Chinese> }] : []),
    ...(content.linkedItems.length > 0 ? [{ label: t("content.linkedItems"), value: content.linkedItems.join(" ") }] : []),
    ...(content.directoryKind ? [{ label: t("content.directoryKind"), value: t(`directoryKinds.${content.directoryKind}`) }] : []),
    ...(content.issuingLevel ? [{ label: t("content.issuingLevel"), value: t(`levels.${content.issuingLevel}`) }] : []),
    ...(content.grade ? [{ label: t("content.grade"), value: content.grade }] : []),
    { label: t("content.suite"), value: t(`values.${content.suite}`) },
    { label: t("content.fields"), value: content.fields.length === 0 ? t("form.noFields") : <ul>{content.fields.map(({ key, label, mask, maxLength, required }) => <li key={key}><Chinese>{label.zh}</Chinese> <span className="text-muted">{t("field.line", { mask: t(`field.masks.${mask}`), maxLength, required: required ? "yes" : "no" })}</span></li>)}</ul> },
  ];
  return <DescriptionList facts={facts} />;
}

async function History({ history }: Pick<TypePage, "history">) {
  const t = await getTranslations("certificateTypes.history");
  return (
    <Section title={t("title")}>
      {history.length === 0 && <p className="text-muted">{t("none")}</p>}
      {history.map((edition, at) => (
        <Details key={edition.number} open={at === 0} summary={t("line", { number: edition.number, time: edition.publishedAt ? formatStamp(edition.publishedAt) : "" })}>
          {edition.publisher && <p className="text-muted">{t("publisher", { name: edition.publisher })}</p>}
          {at === history.length - 1 ? <p>{t("first")}</p> : <Changes changes={edition.changes} />}
        </Details>
      ))}
    </Section>
  );
}
