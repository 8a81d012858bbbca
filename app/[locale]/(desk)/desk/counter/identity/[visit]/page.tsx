import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Card } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { askRecovery, issueCode, verifyPerson } from "../actions";
import { CounterForm } from "../CounterForm";
import { typedOf } from "../state";

type Props = { params: Promise<{ visit: string }>; searchParams: Promise<{ do?: string | string[]; did?: string | string[]; kept?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("levels.desk"))("visit") };
}

const dids = ["verified", "levelAsked", "asked"] as const;

/** The person at the counter: their record, masked, and what a clerk can do for them. */
export default async function VisitPage({ params, searchParams }: Props) {
  const [{ visit: id }, { do: task, did, kept: keptId }, t, locale] = await Promise.all([params, searchParams, getTranslations("levels.desk"), getLocale()]);
  const visit = await answer((await api()).identity.visit({ id }), localePath(locale, `/desk/counter/identity/${id}`));
  const here = `/desk/counter/identity/${id}`;
  const done = dids.find((one) => one === did);
  const kept = await restored(keptId, here);
  if (task === "verify" || task === "recover") return <Page width="form" before={<BackLink href={here} />} notice={kept && <RestoredNotice />}><Task task={task} visitId={id} start={typedOf(kept)} /></Page>;
  return (
    <Page before={<BackLink href="/desk/counter/identity" />} notice={done && <Notice tone="success" live title={t(done)} />}>
      <PageHeading caption={t("until", { at: formatInstant(visit.expiresAt, locale) })} title={t("visit")} lead={visit.reason} />
      <Section title={t("person")}>
        <DescriptionList facts={[
          { label: t("name"), value: visit.nameMasked ?? t("none") }, { label: t("citizenId"), value: visit.citizenIdMasked ?? t("none") },
          { label: t("phone"), value: visit.phoneMasked ?? t("none") }, { label: t("level"), value: visit.level },
        ]} />
      </Section>
      <ButtonRow>
        <ButtonLink href={`${here}?do=verify`} look="primary">{t("verify")}</ButtonLink>
        <ButtonLink href={`${here}?do=recover`}>{t("recover")}</ButtonLink>
      </ButtonRow>
      {visit.recoveries.length > 0 && <ClientMessages areas={["errors", "levels", "ui"]}><Recoveries visitId={id} recoveries={visit.recoveries} /></ClientMessages>}
    </Page>
  );
}

/** One act, with what is seen on the document typed in. */
async function Task({ task, visitId, start }: { task: "verify" | "recover"; visitId: string; start: ReturnType<typeof typedOf> }) {
  const t = await getTranslations("levels.desk");
  const form = { ...start, hidden: { visitId, idempotencyKey: crypto.randomUUID() } };
  return (
    <>
      <PageHeading title={t(task)} lead={t(task === "verify" ? "verifyText" : "recoverText")} />
      <ClientMessages areas={["errors", "levels", "ui"]}>
        {task === "verify"
          ? <CounterForm {...form} action={verifyPerson} fields={["document", "name", "citizenId", "level", "reason"]}><SubmitButton>{t("verifyDo")}</SubmitButton></CounterForm>
          : <CounterForm {...form} action={askRecovery} fields={["document", "name", "citizenId", "newPhone", "reason"]}><SubmitButton>{t("recoverDo")}</SubmitButton></CounterForm>}
      </ClientMessages>
    </>
  );
}

async function Recoveries({ visitId, recoveries }: Pick<Answers["identity"]["visit"], "recoveries"> & { visitId: string }) {
  const [t, locale] = await Promise.all([getTranslations("levels.desk"), getLocale()]);
  return (
    <Section title={t("recoveries")}>
      {recoveries.map(({ id, askedAt, newPhone, state }) => (
        <Card key={id} title={t(newPhone ? "withPhone" : "keepPhone")}>
          <DescriptionList facts={[{ label: formatInstant(askedAt, locale), value: t(`state.${state}`) }]} />
          {state === "ready" && <CounterForm action={issueCode} hidden={{ visitId, recoveryId: id, idempotencyKey: crypto.randomUUID() }} fields={[]}><SubmitButton look="secondary">{t("issue")}</SubmitButton></CounterForm>}
        </Card>
      ))}
    </Section>
  );
}
