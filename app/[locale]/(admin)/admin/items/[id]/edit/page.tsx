import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { itemName } from "@/app/_shared/items/Localised";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { formOf } from "@/domain/identity/rules/kept-forms";
import { Acts } from "./Acts";
import { readContent } from "./content";
import { EditForm } from "./EditForm";
import { EditTabs } from "./EditTabs";
import { Review } from "./Review";
import { Done } from "./state";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Editable = Answers["items"]["getForEdit"];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const item = await itemOf((await params).id);
  const content = item.draft?.content ?? item.current?.content;
  return { title: content ? itemName(content, await getLocale()) : item.code };
}

const itemOf = cache(async (id: string) => answer((await api()).items.getForEdit({ itemId: id }), `/admin/items/${id}/edit`));

export default async function EditItemPage({ params, searchParams }: Props) {
  const [{ id }, { done, kept: keptId }] = await Promise.all([params, searchParams]);
  const [t, locale, item] = await Promise.all([getTranslations("admin"), getLocale(), itemOf(id)]);
  const content = item.draft?.content ?? item.current?.content;
  const told = Done.safeParse(done);
  const editable = item.actions.includes("saveRevision");
  const kept = item.draft && (await restored(keptId, `/admin/items/${id}/edit`));
  // As typed, right or wrong: the form shows it, saving judges it.
  const typed = kept && item.draft ? (readContent(formOf(kept), item.draft.content).typed as typeof item.draft.content) : undefined;
  const touched = item.draft && (await (await api()).applications.countTouched({ itemId: id }));
  const review = item.draft && <Review draft={item.draft} current={item.current} edits={item.edits} touched={touched ?? null} />;
  return (
    <ClientMessages areas={["common", "ui", "admin", "enums", "errors"]}>
      <Page
        width="wide"
        before={<Breadcrumbs trail={[{ href: "/admin/items", label: t("items.title") }]} current={item.code} />}
        notice={<>{typed && <RestoredNotice />}{told.success && <Notice tone="success" live>{t(`edit.done.${told.data}`)}</Notice>}</>}
      >
        <PageHeading
          caption={item.departmentName}
          title={content ? itemName(content, locale) : item.code}
          actions={item.current && <ButtonLink href={`/items/${item.code}`}>{t("edit.preview")}</ButtonLink>}
        />
        {item.draft && <EditTabs itemId={item.id} current="guide" />}
        <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="flex min-w-0 flex-col gap-8">
            {!item.draft && <p className="text-muted">{t("edit.nothingToEdit")}</p>}
            {editable && item.draft ? <EditForm key={`${item.draft.version}${typed ? " restored" : ""}`} itemId={item.id} version={item.draft.version} content={typed ?? item.draft.content} /> : review}
          </div>
          <aside aria-label={t("edit.statusSection")} className="flex flex-col gap-8 max-lg:order-first">
            <Standing item={item} />
            <Acts item={item} />
            {editable && review}
          </aside>
        </div>
      </Page>
    </ClientMessages>
  );
}

/** Where the item stands: what is public, and what waits. */
async function Standing({ item: { status, current, draft } }: { item: Editable }) {
  const t = await getTranslations("admin");
  return (
    <DescriptionList facts={[
      { label: t("edit.statusSection"), value: <Tag tone={status === "published" ? "success" : "warning"}>{t(`status.${status}`)}</Tag> },
      { label: t("edit.current"), value: current?.publishedAt ? t("edit.currentLine", { number: current.number, time: formatStamp(current.publishedAt) }) : t("edit.noCurrent") },
      ...(draft ? [{ label: t("edit.draft"), value: t("edit.draftLine", { number: draft.number, time: formatStamp(draft.updatedAt) }) }] : []),
    ]} />
  );
}
