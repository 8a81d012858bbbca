import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Page, PageHeading } from "@/app/_ui/Page";
import { findEnrolmentHere } from "@/server/auth/here/enrolment";
import { EnrolForm } from "./EnrolForm";

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff.enrol"))("title"), robots: { index: false }, referrer: "same-origin" };
}

/** Where a one-time link leads: the holder of a staff account chooses how to sign in. */
export default async function EnrolPage({ params }: Props) {
  const { token } = await params;
  const [t, person] = await Promise.all([getTranslations("staff.enrol"), findEnrolmentHere(token)]);
  if (!person) {
    return (
      <Page width="form">
        <PageHeading title={t("invalid")} lead={t("invalidText")} />
        <ButtonRow><ButtonLink href="/" look="primary">{t("home")}</ButtonLink></ButtonRow>
      </Page>
    );
  }
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead", { name: person.name })} />
      <ClientMessages areas={["errors", "security", "staff", "ui"]}><EnrolForm token={token} signInName={person.signInName} /></ClientMessages>
    </Page>
  );
}
