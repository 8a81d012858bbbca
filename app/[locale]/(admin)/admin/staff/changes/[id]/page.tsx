import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDayShort, formatStamp } from "@/app/_i18n/format";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import { Decision, type Change } from "../ChangeTable";
import { DecideForms } from "./DecideForms";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

const Done = z.enum(["proposed", "proposedAtOnce", "confirmed", "noted", "refused"]).optional().catch(undefined);

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff"))("change.caption") };
}

export default async function ChangePage({ params, searchParams }: Props) {
  const { id } = await params;
  const [t, caller] = await Promise.all([getTranslations("staff"), api()]);
  const change = await answer(caller.identity.getStaffChange({ changeId: id }), `/admin/staff/changes/${id}`);
  const query = await searchParams;
  const done = Done.parse(query["done"]);
  const kept = await restored(query["kept"], `/admin/staff/changes/${id}`);
  const { kind, name, atOnce, mayConfirm, mayRefuse, decision } = change;
  return (
    <Page
      width="form"
      before={<BackLink href="/admin/staff/changes">{t("change.back")}</BackLink>}
      notice={kept ? <RestoredNotice /> : done && <Notice tone="success" live title={t(`change.done.${done}`, { role: t(`roles.${change.awaits}`) })} />}
    >
      <PageHeading caption={name} title={t(`kinds.${kind}`)} />
      <Facts change={change} />
      <ClientMessages areas={["errors", "staff", "ui"]}><DecideForms changeId={id} typed={textOfKept(kept, "reason")} {...{ kind, name, atOnce, mayConfirm, mayRefuse }} /></ClientMessages>
      {!decision && !mayConfirm && <p className="text-muted">{change.isMine ? t("change.mine") : t("change.notYours", { role: t(`roles.${change.awaits}`) })}</p>}
    </Page>
  );
}

async function Facts({ change }: { change: Change }) {
  const [t, locale] = await Promise.all([getTranslations("staff"), getLocale()]);
  const { accountId, name, signInName, role, departmentName, divisionName, validFrom, validUntil, reason, proposerName, proposedAt, refusalReason } = change;
  const person = <>{accountId ? <TextLink href={`/admin/staff/${accountId}`} className="tap">{name}</TextLink> : name} <span className="text-muted">{signInName}</span></>;
  const post = role ? [
    { label: t("change.post"), value: t(`roles.${role}`) },
    { label: t("change.place"), value: t("person.place", { department: departmentName ?? "", division: divisionName ?? "" }) },
    { label: t("change.days"), value: validUntil ? t("person.days", { from: formatDayShort(validFrom ?? "", locale), until: formatDayShort(validUntil, locale) }) : t("person.daysOpen", { from: formatDayShort(validFrom ?? "", locale) }) },
  ] : [];
  return (
    <DescriptionList facts={[
      { label: t("change.person"), value: person },
      ...post,
      { label: t("change.reason"), value: reason },
      { label: t("change.proposedBy"), value: t("change.by", { name: proposerName, time: formatStamp(proposedAt) }) },
      { label: t("change.decidedBy"), value: <Decision change={change} /> },
      ...(refusalReason ? [{ label: t("change.refusalReason"), value: refusalReason }] : []),
    ]} />
  );
}
