import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { Card } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { decide, findPerson } from "./actions";
import { CounterForm } from "./CounterForm";
import { typedOf } from "./state";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("levels.desk"))("title") };
}

/** Finds the person at the counter, and shows what waits for a second person of the office. */
export default async function CounterPage({ searchParams }: Props) {
  const [{ found, decided, kept: keptId }, t, locale] = await Promise.all([searchParams, getTranslations("levels.desk"), getLocale()]);
  const waiting = await answer((await api()).identity.listSecondLooks(), localePath(locale, "/desk/counter/identity"));
  const kept = await restored(keptId, "/desk/counter/identity");
  const mayFind = await holds("clerk");
  return (
    <Page
      notice={<>
        {kept && <RestoredNotice />}
        {found === "none" && <Notice tone="info" live title={t("notFound")}>{t("notFoundText")}</Notice>}
        {decided === "1" && <Notice tone="success" live title={t("decided")} />}
      </>}
    >
      <PageHeading title={t("title")} lead={t("lead")} />
      <ClientMessages areas={["errors", "levels", "ui"]}>
        {mayFind && <CounterForm action={findPerson} hidden={{}} fields={["number", "reason"]} {...typedOf(kept)}><SubmitButton>{t("find")}</SubmitButton></CounterForm>}
        <Section title={t("waiting")}>
          {waiting.length === 0 && <p className="text-muted">{t("noWaiting")}</p>}
          {waiting.map(({ id, kind, newPhone, askedBy, askedAt, nameMasked, document, reason }) => (
            <Card key={id} title={t("ask", { name: nameMasked, what: t(`asks.${kind === "level" ? kind : newPhone ? "withPhone" : "keepPhone"}`) })}>
              <p>{t("waitingText", { name: askedBy, at: formatInstant(askedAt, locale) })}</p>
              <DescriptionList facts={[{ label: t("document"), value: t(`documents.${document}`) }, { label: t("why"), value: reason }]} />
              <CounterForm action={decide} hidden={{ kind, id, idempotencyKey: crypto.randomUUID() }} fields={[]}>
                <SubmitButton look="secondary" name="decision" value="confirmed">{t("confirm")}</SubmitButton>
                <SubmitButton look="danger" name="decision" value="refused">{t("refuse")}</SubmitButton>
              </CounterForm>
            </Card>
          ))}
        </Section>
      </ClientMessages>
    </Page>
  );
}
