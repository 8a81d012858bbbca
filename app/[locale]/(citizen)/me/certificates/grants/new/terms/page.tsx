import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { answer, api } from "@/app/_trpc/server";
import { DescriptionList } from "@/app/_ui/Lists";
import { BackLink, Page, PageHeading } from "@/app/_ui/Page";
import { StepIndicator } from "@/app/_ui/StepIndicator";
import { StandingSubject } from "@/domain/certificates/schema/uses";
import { formOf } from "@/domain/identity/rules/kept-forms";
import { CannotGive, hindranceHere } from "../../CannotGive";
import { typedIn } from "../../give";
import { GiveForm } from "./GiveForm";

const here = "/me/certificates/grants/new/terms";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("certificateUses.give"))("termsTitle") };
}

/** Second step: what the organ may see, what for and until when, and the consent. */
export default async function GrantTermsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [query, locale, t, caller] = [await searchParams, await getLocale(), await getTranslations("certificateUses.give"), await api()];
  const hindered = await hindranceHere();
  if (hindered) return <CannotGive why={hindered} />;
  const kept = await restored(query["kept"], here);
  const before = kept && typedIn(formOf(kept));
  const subject = StandingSubject.safeParse({ certificateId: before?.certificateId ?? query["certificate"], itemId: before?.itemId ?? query["item"] });
  if (!subject.success) notFound();
  const { certificateId, itemId } = subject.data;
  const { certificate, item, reader, fields } = await answer(caller.certificates.grantable(subject.data), localePath(locale, `${here}?certificate=${certificateId}&item=${itemId}`));
  return (
    <Page width="form" before={<BackLink href={`/me/certificates/grants/new?certificate=${certificateId}`} />} notice={kept && <RestoredNotice />}>
      <StepIndicator current={2} total={2} title={t("stepTerms")} />
      <PageHeading title={t("termsTitle")} lead={t("termsLead")} />
      <DescriptionList facts={[
        { label: t("facts.reader"), value: <Chinese>{reader}</Chinese> },
        { label: t("facts.item"), value: <Chinese>{item.name}</Chinese> },
        { label: t("facts.certificate"), value: <Chinese>{certificate.name}</Chinese> },
      ]} />
      <ClientMessages areas={["certificateUses", "errors", "ui"]}>
        <GiveForm subject={subject.data} fields={fields} idempotencyKey={randomUUID()} start={before ? { typed: before } : {}} />
      </ClientMessages>
    </Page>
  );
}
