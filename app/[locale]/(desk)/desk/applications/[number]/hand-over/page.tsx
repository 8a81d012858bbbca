import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDayShort } from "@/app/_i18n/format";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api, refusalOf } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/Cards";
import { NumberGroups } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { formatApplicationNumber } from "@/domain/core/codes";
import { HandOverForm } from "./HandOverForm";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("assignment.handOver"))("title") };
}

/** A case, or a step of it, goes to a colleague who may work on it now. */
export default async function HandOverPage({ params, searchParams }: Props) {
  const [{ number: asked }, query, t, locale, caller] = [await params, await searchParams, await getTranslations("assignment.handOver"), await getLocale(), await api()];
  const number = decodeURIComponent(asked);
  const path = `/desk/applications/${number}/hand-over`;
  const step = typeof query["step"] === "string" ? query["step"].slice(0, 40) : undefined;
  const call = caller.applications.colleagues({ number, ...(step ? { step } : {}) });
  const refusal = await refusalOf(call).catch(() => undefined);
  if (refusal?.code === "applications.notClaimedByYou" || refusal?.code === "applications.ownCase") return <NotYours number={number} why={refusal.code} />;
  const found = await answer(call, path);
  const kept = await restored(query["kept"], path);
  const present = found.colleagues.filter(({ awayUntil }) => awayUntil === null);
  const away = found.colleagues.flatMap(({ name, awayUntil }) => (awayUntil ? [{ name, awayUntil }] : []));
  const hidden = { id: found.id, number: found.number, version: found.version, holder: found.holder ?? "", step: found.step ?? "", idempotencyKey: randomUUID() };
  return (
    <Page width="form" before={<BackLink href={`/desk/applications/${found.number}`}>{t("back")}</BackLink>} notice={kept && <RestoredNotice />}>
      <PageHeading caption={<><NumberGroups value={formatApplicationNumber(found.number)} /> <Chinese>{found.itemName}</Chinese></>} title={t("title")} lead={t("lead")} />
      {present.length === 0 ? <EmptyState title={t("nobody")}>{t("nobodyHint")}</EmptyState> : (
        <ClientMessages areas={["assignment", "errors", "ui"]}>
          <HandOverForm hidden={hidden} start={kept} colleagues={present.map(({ id, name, self, load }) => ({ value: id, label: `${self ? t("self") : name} · ${t("load", { count: load })}` }))} />
        </ClientMessages>
      )}
      {away.length > 0 && <ul className="text-muted">{away.map(({ name, awayUntil }) => <li key={name}><Chinese>{name}</Chinese> · {t("away", { until: formatDayShort(awayUntil, locale) })}</li>)}</ul>}
    </Page>
  );
}

/** Why this case is not theirs to hand over, with the way back to it. */
async function NotYours({ number, why }: { number: string; why: "applications.notClaimedByYou" | "applications.ownCase" }) {
  const [t, errors] = [await getTranslations("assignment.handOver"), await getTranslations("errors")];
  const href = `/desk/applications/${number}`;
  return (
    <Page width="form" before={<BackLink href={href}>{t("back")}</BackLink>}>
      <PageHeading caption={<NumberGroups value={formatApplicationNumber(number)} />} title={t("title")} />
      <EmptyState title={errors(why)}>{t(why === "applications.ownCase" ? "ownHint" : "notYoursHint")}</EmptyState>
    </Page>
  );
}
