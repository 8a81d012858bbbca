import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { currentViewer } from "@/app/_shared/session";
import { api } from "@/app/_trpc/server";
import { Page, PageHeading } from "@/app/_ui/Page";
import { places } from "@/app/_ui/shell/AccountMenu";
import { safeReturnPath } from "@/domain/identity/rules";
import { DemoAccounts } from "./DemoAccounts";
import { SignInForm } from "./SignInForm";

type SignInPageProps = { searchParams: Promise<{ next?: string; as?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title"), robots: { index: false } };
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next = "", as } = await searchParams;
  const t = await getTranslations("signIn");
  const viewer = await currentViewer();
  if (viewer) redirect(safeReturnPath(next, localePath(await getLocale(), places[viewer.area])));
  const demo = await (await api()).identity.demoAccounts();
  const chosen = demo.find(({ key }) => key === as);
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead")} />
      <ClientMessages areas={["errors", "signIn", "ui"]}>
        <SignInForm key={chosen?.key ?? ""} next={next} filled={chosen && { identifier: chosen.signInId, password: chosen.password }} />
      </ClientMessages>
      {demo.length > 0 && <DemoAccounts accounts={demo} next={next} chosen={chosen?.key} />}
    </Page>
  );
}
