import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { itemName } from "@/app/_shared/items/Localised";
import { begunBy } from "@/app/_shared/identity/begun";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { SavedShare } from "@/app/_shared/onFile/SavedShare";
import { TypedShare } from "@/app/_shared/onFile/TypedShare";
import { holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import { Terms } from "@/app/_shared/terms/Term";
import { formOf } from "@/domain/identity/rules/kept-forms";
import { lockedFields } from "@/domain/items/rules/directory";
import { entryOf, FromDirectory } from "../../directory/FromDirectory";
import { Acts } from "./Acts";
import { readContent } from "./content";
import { EditForm } from "./EditForm";
import { EditTabs } from "./EditTabs";
import { MaterialFiles } from "./MaterialFiles";
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
  const [{ id }, { done: came, at, kept: keptId, file: fileProblem }] = await Promise.all([params, searchParams]);
  const [t, done, locale, item] = await Promise.all([getTranslations("admin"), getTranslations("revisions.done"), getLocale(), itemOf(id)]);
  const content = item.draft?.content ?? item.current?.content;
  const told = Done.safeParse(came);
  const editable = item.actions.includes("saveRevision");
  const kept = item.draft && (await restored(keptId, `/admin/items/${id}/edit`));
  // As typed, right or wrong: the form shows it, saving judges it.
  const typed = kept && item.draft ? (readContent(formOf(kept), item.draft.content).typed as typeof item.draft.content) : undefined;
  return (
    <ClientMessages areas={["common", "ui", "admin", "enums", "errors", "exchange", "revisions", "terms", "onFile"]}>
      <Page
        width="wide"
        before={<Breadcrumbs trail={[{ href: "/admin/items", label: t("items.title") }]} current={item.code} />}
        notice={<>{typed && <RestoredNotice />}{told.success && fileProblem === undefined && <Notice tone="success" live>{told.data === "saved" ? t("edit.done.saved") : done(told.data)}</Notice>}</>}
      >
        <PageHeading
          caption={item.departmentName}
          title={content ? itemName(content, locale) : item.code}
          actions={<Ways item={item} />}
        />
        <EditTabs itemId={item.id} current="guide" />
        {editable && <Terms words={["guide", "material", "situation", "statutoryLimit", "promisedLimit", "workday", "basis", "tolerable", "onlineDepth", "specialProcedure"]} />}
        <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="flex min-w-0 flex-col gap-8">
            <Editing item={item} begun={begunBy(at, typed)} typed={typed} fileProblem={typeof fileProblem === "string" ? fileProblem : undefined} />
          </div>
          <aside aria-label={t("edit.statusSection")} className="flex flex-col gap-8 max-lg:order-first">
            <ItemFacts item={item} />
            {item.draft && <ToReview item={item} />}
            <Acts item={item} />
          </aside>
        </div>
      </Page>
    </ClientMessages>
  );
}

/** Where one goes from here: what is public, and copies for others. */
async function Ways({ item: { id, code, status, current } }: { item: Editable }) {
  const [t, links] = [await getTranslations("admin.edit"), await getTranslations("exchange.links")];
  return (
    <>
      {current && status !== "draft" && <ButtonLink href={`/items/${code}`}>{t("preview")}</ButtonLink>}
      {(await holds("itemEditor")) && <ButtonLink href={`/admin/items/${id}/clone`}>{links("clone")}</ButtonLink>}
    </>
  );
}

type EditingProps = { item: Editable; begun: string; typed: NonNullable<Editable["draft"]>["content"] | undefined; fileProblem: string | undefined };

/** The draft as a form for whoever may save it; what comes from the directory is shown and locked. */
async function Editing({ item: { id, draft, actions }, begun, typed, fileProblem }: EditingProps) {
  const t = await getTranslations("admin.edit");
  if (!draft) return <p className="text-muted">{t("nothingToEdit")}</p>;
  const entry = await entryOf(id);
  if (!actions.includes("saveRevision")) return <>{entry && <FromDirectory entry={entry} />}<Notice tone="info">{t("readOnly")}</Notice></>;
  return (
    <>
      {entry && <FromDirectory entry={entry} />}
      <EditForm key={begun} itemId={id} version={draft.version} content={typed ?? draft.content} types={await typeChoices()} locked={entry ? lockedFields : []} />
      <MaterialFiles itemId={id} version={draft.version} materials={draft.content.materials} problem={fileProblem} />
    </>
  );
}

const typeChoices = async () => (await (await api()).certificates.listTypeChoices()).map(({ id, name }) => ({ value: id, label: name }));

/** How much is left to do before it can go on, and where that is done. */
async function ToReview({ item: { id, draft } }: { item: Editable }) {
  const t = await getTranslations("admin.edit");
  const count = (severity: "error" | "warning") => draft?.problems.filter((problem) => problem.severity === severity && !problem.answer).length ?? 0;
  return (
    <div className="flex flex-col items-start gap-3">
      <p>{t("problemCounts", { errors: count("error"), warnings: count("warning") })}</p>
      <ButtonLink href={`/admin/items/${id}/edit/review`} look="primary">{t("toReview")}</ButtonLink>
    </div>
  );
}

/** Where the item stands: what is public, and what waits. */
async function ItemFacts({ item: { id, status, current, draft } }: { item: Editable }) {
  const calls = (await api()).applications;
  const [t, saved, typed, [savings], [figures]] = await Promise.all([getTranslations("admin"), getTranslations("onFile.saved"), getTranslations("materials.figures"), calls.materialSavings({ ids: [id] }), calls.answerFigures({ ids: [id] })]);
  return (
    <DescriptionList facts={[
      { label: t("edit.statusSection"), value: <Tag tone={status === "published" ? "success" : "warning"}>{t(`status.${status}`)}</Tag> },
      { label: t("edit.current"), value: current?.publishedAt ? t("edit.currentLine", { number: current.number, time: formatStamp(current.publishedAt) }) : t("edit.noCurrent") },
      ...(draft ? [{ label: t("edit.draft"), value: <>{t("edit.draftLine", { number: draft.number, time: formatStamp(draft.updatedAt) })} <Tag tone="info">{(await getTranslations("revisions.stage"))(draft.stage)}</Tag></> }] : []),
      { label: saved("rate"), value: <>{savings && savings.needed > 0 ? <SavedShare savings={savings} /> : <span className="text-muted">{saved("none")}</span>}<span className="block text-hint text-muted">{saved("intro")}</span></> },
      { label: typed("label"), value: <>{figures ? <TypedShare figures={figures} /> : <span className="text-muted">{typed("none")}</span>}<span className="block text-hint text-muted">{typed("intro")}</span></> },
    ]} />
  );
}
