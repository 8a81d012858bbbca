import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { formatDay } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { refusalText } from "@/app/_i18n/refusal";
import { localText } from "@/app/_shared/forms/localised";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Tag, type TagTone } from "@/app/_ui/Tag";
import { TextLink } from "@/app/_ui/TextLink";
import { FileForm } from "./FileForm";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Whole = Answers["lifeEvents"]["case"];
type Part = Whole["parts"][number];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ id }, locale] = [await params, await getLocale()];
  return { title: localText((await answer((await api()).lifeEvents.case({ id }), `/me/life-events/${id}`)).name, locale) };
}

/** The whole: its parts, what each still lacks or where it stands; and the one button that files all of it. */
export default async function LifeEventCasePage({ params, searchParams }: Props) {
  const [{ id }, query, locale, t, errors] = await Promise.all([params, searchParams, getLocale(), getTranslations("lifeEvents.case"), getTranslations("errors")]);
  const whole = await answer((await api()).lifeEvents.case({ id }), localePath(locale, `/me/life-events/${id}`));
  if (whole.parts.length === 0 && query["hindered"] === undefined) redirect(localePath(locale, `/me/life-events/${id}/start`));
  const { progress, parts } = whole;
  const drafts = parts.filter(({ status }) => status === "draft");
  const ready = drafts.length > 0 && drafts.every(({ missing, newer, closed }) => missing.length === 0 && !newer && !closed);
  const hindered = [query["hindered"] ?? []].flat().map((entry) => entry.split(":")[1] ?? "");
  return (
    <Page
      width="form"
      before={<Breadcrumbs trail={[{ href: "/me/life-events", label: (await getTranslations("lifeEvents.own"))("title") }]} current={localText(whole.name, locale)} />}
      notice={<>
        {typeof query["filed"] === "string" && <Notice tone="success" live title={t("filedTitle", { count: Number(query["filed"]) || 0 })}>{t("filedText")}</Notice>}
        {[...new Set(hindered)].map((code) => <Notice key={code} tone="warning" title={t("hindered")}>{refusalText(errors, { code, params: {} })}</Notice>)}
      </>}
    >
      <PageHeading title={<Localised text={whole.name} />} lead={t(`state.${ready && progress.state === "filling" ? "ready" : progress.state}`, { total: progress.total, filed: progress.filed, ended: progress.ended, left: progress.total - progress.ended })} />
      {whole.dueOn && !whole.closedAt && <p className="max-w-measure">{t("due", { day: formatDay(whole.dueOn, locale), departments: whole.departmentsInvolved })}</p>}
      <Section title={t("parts")}><ol className="flex flex-col border-t border-line">{parts.map((part) => <PartRow key={part.id} part={part} />)}</ol></Section>
      {!whole.filedAt && <p><TextLink href={`/me/life-events/${id}/start`} className="inline-flex min-h-tap items-center">{t("changeAnswers")}</TextLink></p>}
      {drafts.length > 0 && (ready ? <FileForm caseId={id} count={drafts.length} idempotencyKey={randomUUID()} later={drafts.flatMap((part) => part.tolerable.map(({ fieldId, name }) => ({ value: `${part.id}/${fieldId}`, label: `${localText(name, locale)} · ${part.itemName}` })))} /> : <Notice tone="info" title={t("notReady")}>{t("notReadyText")}</Notice>)}
    </Page>
  );
}

function standing({ status, missing, newer, closed, outcome }: Part): { key: "closed" | "newer" | "missing" | "ready" | "filed" | "granted"; tone: TagTone } {
  if (outcome === "approved") return { key: "granted", tone: "success" };
  if (status !== "draft") return { key: "filed", tone: "info" };
  if (closed) return { key: "closed", tone: "warning" };
  if (newer) return { key: "newer", tone: "warning" };
  return missing.length > 0 ? { key: "missing", tone: "warning" } : { key: "ready", tone: "success" };
}

async function PartRow({ part }: { part: Part }) {
  const [t, status] = await Promise.all([getTranslations("lifeEvents.case"), getTranslations("applications.status")]);
  const { key, tone } = standing(part);
  const filed = part.status !== "draft";
  return (
    <li className="flex flex-col gap-1 border-b border-line py-4">
      <span className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <TextLink href={filed ? `/me/applications/${part.number}` : `/apply/${part.id}`} className="inline-flex min-h-tap items-center font-semibold"><Chinese>{part.itemName}</Chinese></TextLink>
        <Tag tone={tone}>{key === "filed" ? status(part.status) : t(`standing.${key}`, { count: part.missing.length })}</Tag>
      </span>
      <span className="text-hint text-muted"><Chinese>{part.departmentName}</Chinese>{filed && ` · ${part.number}`}</span>
    </li>
  );
}
