import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { formatTime } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { StatusTag } from "@/app/_shared/applications/StatusLine";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ItemName, Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button, ButtonLink } from "@/app/_ui/Button";
import { RadioGroup } from "@/app/_ui/Choices";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { scannedItemCode } from "@/domain/applications/rules/counter";
import { formatApplicationNumber } from "@/domain/core/codes";
import { endReception, serveFor, startIntake } from "../actions";
import { home } from "../state";

type Props = { params: Promise<{ reception: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Reception = Answers["applications"]["counterReception"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("counter.reception"))("title") };
}

/** The person at the counter: who they are, for whom they have come, and which item it is about. */
export default async function ReceptionPage({ params, searchParams }: Props) {
  const [{ reception: id }, query, locale] = await Promise.all([params, searchParams, getLocale()]);
  const reception = await answer((await api()).applications.counterReception({ reception: id }), localePath(locale, `${home}/${id}`));
  const [t, start, errors, rating] = await Promise.all([getTranslations("counter.reception"), getTranslations("counter.start"), getTranslations("errors"), getTranslations("rectification.counter")]);
  const q = typeof query["q"] === "string" ? query["q"].trim() : "";
  const refused = typeof query["refused"] === "string" ? query["refused"] : undefined;
  return (
    <Page
      before={<Breadcrumbs trail={[{ href: home, label: start("title") }]} current={reception.name} />}
      notice={<>
        {refused && <Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice>}
        {query["did"] === "asked" && <Notice tone="success" live>{t("asked")}</Notice>}
      </>}
    >
      <PageHeading caption={t("until", { time: formatTime(reception.expiresAt) })} title={reception.name} actions={<><TextLink href={`/desk/counter/rating?visit=${id}`} className="tap">{rating("title")}</TextLink><EndForm id={id} /></>} />
      <Person reception={reception} />
      {reception.refusal ? <Unserved reception={reception} /> : <>
        {reception.principals.length > 0 && <ForWhom reception={reception} />}
        <FindItem id={id} q={q} />
      </>}
      {reception.cases.length > 0 && <Cases reception={reception} />}
    </Page>
  );
}

async function Person({ reception: { document, citizenIdMasked, level, method } }: { reception: Reception }) {
  const [t, words] = await Promise.all([getTranslations("counter.reception"), getTranslations("levels.desk")]);
  return (
    <DescriptionList columns={2} facts={[
      { label: words("document"), value: words(`documents.${document}`) }, { label: words("citizenId"), value: citizenIdMasked ?? words("none") },
      { label: t("how"), value: t(`method.${method}`) }, { label: words("level"), value: level },
    ]} />
  );
}

/** Why nobody is served under this reception now, and what to do. */
async function Unserved({ reception: { id, refusal, decision } }: { reception: Reception }) {
  const [t, errors] = await Promise.all([getTranslations("counter.reception"), getTranslations("errors")]);
  const waits = refusal === "applications.identityUnproven" && decision === null;
  return (
    <Notice tone="warning" title={waits ? t("waits") : refusalText(errors, { code: refusal ?? "", params: {} })} actions={waits ? <ButtonLink href={`${home}/${id}`}>{t("lookAgain")}</ButtonLink> : <ButtonLink href={home}>{t("anew")}</ButtonLink>}>
      {waits && t("waitsText")}
    </Notice>
  );
}

async function EndForm({ id }: { id: string }) {
  const t = await getTranslations("counter.reception");
  return (
    <form action={endReception}>
      <ActingField />
      <input type="hidden" name="reception" value={id} />
      <input type="hidden" name="idempotencyKey" value={randomUUID()} />
      <SubmitButton look="secondary">{t("end")}</SubmitButton>
    </form>
  );
}

async function ForWhom({ reception: { id, name, delegationId, principals } }: { reception: Reception }) {
  const t = await getTranslations("counter.reception");
  const choices = [{ value: "", label: t("forSelf") }, ...principals.map((principal) => ({ value: principal.delegationId, label: t("forOther", { name, principal: principal.name }), hint: t(`delegation.${principal.delegation}`) }))];
  return (
    <Section title={t("forWhom")}>
      <form action={serveFor} className="flex flex-col gap-4">
        <ActingField />
        <input type="hidden" name="reception" value={id} />
        <input type="hidden" name="idempotencyKey" value={randomUUID()} />
        <RadioGroup name="delegationId" legend={<span className="sr-only">{t("forWhom")}</span>} defaultValue={delegationId ?? ""} choices={choices} />
        <div><SubmitButton look="secondary">{t("choose")}</SubmitButton></div>
      </form>
    </Section>
  );
}

/** By its code, by any words people use for it, or by the QR code of its guide. */
async function FindItem({ id, q }: { id: string; q: string }) {
  const t = await getTranslations("counter.reception");
  return (
    <Section title={t("items")} id="items">
      <form method="get" action="" className="flex flex-wrap items-end gap-4">
        <div className="min-w-0 max-w-full"><TextField name="q" label={t("find")} hint={t("findHint")} type="search" autoComplete="off" maxLength={300} defaultValue={q} /></div>
        <Button type="submit" look="primary">{t("findDo")}</Button>
      </form>
      {q !== "" && <Results id={id} q={q} />}
    </Section>
  );
}

async function Results({ id, q }: { id: string; q: string }) {
  const [t, caller] = await Promise.all([getTranslations("counter.reception"), api()]);
  const { rows } = await caller.items.search({ query: (scannedItemCode(q) ?? q).slice(0, 100), limit: 10 });
  if (rows.length === 0) return <p>{t("noItem")}</p>;
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
      {rows.map(({ code, name, plainName, nameEn, departmentName }) => (
        <li key={code} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
          <div className="min-w-0">
            <p className="max-w-measure font-semibold"><ItemName name={name} nameEn={nameEn} /></p>
            <p className="text-hint text-muted"><Chinese>{plainName ? `${plainName} · ${departmentName}` : departmentName}</Chinese></p>
          </div>
          <form action={startIntake}>
            <ActingField />
            <input type="hidden" name="reception" value={id} />
            <input type="hidden" name="itemCode" value={code} />
            <input type="hidden" name="idempotencyKey" value={randomUUID()} />
            <SubmitButton look="secondary">{t("fill")}<span className="sr-only"> {name}</span></SubmitButton>
          </form>
        </li>
      ))}
    </ul>
  );
}

async function Cases({ reception: { id, cases } }: { reception: Reception }) {
  const t = await getTranslations("counter.reception");
  return (
    <Section title={t("cases")}>
      <ul className="flex flex-col gap-2">
        {cases.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <TextLink className="tap font-semibold" href={one.status === "draft" ? `${home}/${id}/${one.id}` : `${home}/receipt/${one.id}`}><Chinese>{one.itemName}</Chinese></TextLink>
            <span>{one.applicantName}</span>
            <span className="tabular-nums text-muted">{formatApplicationNumber(one.number)}</span>
            <StatusTag status={one.status} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
