import { randomUUID } from "node:crypto";
import { getLocale, getTranslations } from "next-intl/server";
import { formatDay, formatInstant } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Tag } from "@/app/_ui/Tag";
import { TextField } from "@/app/_ui/TextField";
import { serve } from "./serve";

type Service = Answers["notices"]["services"][number];
type Summary = Answers["notices"]["listFor"][number];

/** 送达情况: each written act, when it came into the addressee's space, by which ways they were told, and when they had it in hand. */
export async function Services({ number, mayServe, did }: { number: string; mayServe: boolean; did: string | undefined }) {
  const calls = (await api()).notices;
  const [services, notices, t, errors] = await Promise.all([calls.services({ number }), calls.listFor({ number }), getTranslations("life.services"), getTranslations("errors")]);
  if (services.length === 0) return null;
  return (
    <Section id="services" title={t("title")}>
      {did && <Notice tone={did === "done" ? "success" : "error"} live>{did === "done" ? t("done") : refusalText(errors, { code: did, params: {} })}</Notice>}
      <ul className="divide-y divide-line rounded-card border border-line">
        {services.map((service) => {
          const notice = notices.find(({ id }) => id === service.noticeId);
          return notice && <li key={service.noticeId} className="px-4 py-3"><Entry service={service} notice={notice} caseNumber={number} mayServe={mayServe} /></li>;
        })}
      </ul>
    </Section>
  );
}

type EntryProps = { service: Service; notice: Summary; caseNumber: string; mayServe: boolean };

async function Entry({ service: { noticeId, number, placedAt, servedOn, told, ways }, notice, caseNumber, mayServe }: EntryProps) {
  const [t, locale] = await Promise.all([getTranslations("life.services"), getLocale()]);
  const at = (instant: string) => formatInstant(instant, locale);
  const handed = ways.some(({ way }) => way === "counter");
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-3">
        <span className="font-semibold"><Localised text={{ zh: notice.title, en: notice.titleEn }} /></span>
        <Tag tone={servedOn ? "success" : "neutral"}>{servedOn ? t("served", { day: formatDay(servedOn, locale) }) : t("unread")}</Tag>
      </p>
      <p className="text-hint text-muted"><Chinese>{number}</Chinese></p>
      <ul className="text-hint">
        <li>{t("placed", { at: at(placedAt) })}</li>
        {told?.sentAt && <li>{t("sms", { at: at(told.sentAt) })}</li>}
        {told?.mailedAt && <li>{t("mail", { at: at(told.mailedAt) })}</li>}
        {told?.readAt && <li>{t("message", { at: at(told.readAt) })}</li>}
        {ways.map(({ way, at: when, by, receivedBy }) => <li key={way}>{t(`ways.${way}`, { at: at(when), by, receivedBy: receivedBy ?? "" })}</li>)}
      </ul>
      {mayServe && notice.sealed && !handed && (
        <Details summary={t("hand")}>
          <form action={serve} noValidate className="flex max-w-form flex-col gap-4 py-2">
            <ActingField />
            {Object.entries({ _id: noticeId, _number: caseNumber, idempotencyKey: randomUUID() }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
            <TextField name={`receivedBy-${noticeId}`} label={t("receivedBy")} hint={t("receivedByHint")} width="medium" maxLength={100} />
            <div><SubmitButton look="secondary">{t("record")}</SubmitButton></div>
          </form>
        </Details>
      )}
    </div>
  );
}
