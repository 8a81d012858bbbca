import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading } from "@/app/_ui/Page";
import { requireOffice } from "./clerk";
import { LookUp } from "./LookUp";
import { typedOf } from "./typed";
import { Waiting } from "./Waiting";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("delegations.counter"))("title") };
}

const dids = ["recorded", "asked", "refused", "revoked"] as const;

/** The counter's side of acting for others: record, look up, end; and what waits for a second person. */
export default async function CounterPage({ searchParams }: Props) {
  const [query, locale] = await Promise.all([searchParams, getLocale()]);
  await requireOffice(locale, "", ["clerk", "approver"]);
  const waiting = await answer((await api()).delegations.listWaitingAtCounter(), localePath(locale, "/desk/counter/delegation"));
  const [t, errors, kept] = await Promise.all([getTranslations("delegations.counter"), getTranslations("errors"), restored(query["kept"], "/desk/counter/delegation")]);
  const records = await holds("clerk");
  const did = dids.find((one) => one === query["did"]);
  const refused = typeof query["refused"] === "string" ? query["refused"] : undefined;
  return (
    <Page notice={did ? <Notice tone="success" live>{t(`did.${did}`)}</Notice> : refused && <Notice tone="error" live>{refusalText(errors, { code: refused, params: {} })}</Notice>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {records && <ButtonRow>
        <ButtonLink href="/desk/counter/delegation/family" look="primary">{t("toFamily")}</ButtonLink>
        <ButtonLink href="/desk/counter/delegation/guardianship">{t("toGuardianship")}</ButtonLink>
      </ButtonRow>}
      <Waiting rows={waiting} />
      {records && <ClientMessages areas={["delegations", "errors", "ui"]}><LookUp start={kept ? { typed: typedOf(kept) } : {}} /></ClientMessages>}
    </Page>
  );
}
