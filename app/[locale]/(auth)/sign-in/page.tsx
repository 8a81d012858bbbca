import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { localePath } from "@/app/_i18n/routing";
import { currentView } from "@/app/_shared/preferences/current";
import { currentViewer } from "@/app/_shared/session";
import { api } from "@/app/_trpc/server";
import { Page, PageHeading } from "@/app/_ui/Page";
import { places } from "@/app/_ui/shell/AccountMenu";
import { TextLink } from "@/app/_ui/TextLink";
import { safeReturnPath } from "@/domain/identity/rules";
import { codesOffered } from "@/server/auth/here/codes";
import { shownQrHere } from "@/server/auth/here/qr";
import { askCode } from "./actions";
import { DemoAccounts } from "./DemoAccounts";
import { OneFieldForm } from "./OneFieldForm";
import { askPasskey, signInByPasskey } from "./passkeys/actions";
import { PasskeyAutofill, PasskeyButton } from "./passkeys/PasskeyButton";
import { QrPanel } from "./qr/QrPanel";
import { ProviderButtons } from "./ProviderButtons";
import { SignInForm } from "./SignInForm";
import { EasiestWay, HelpWays, OtherWays, ways, WayTabs, type Way } from "./Ways";

type SignInPageProps = { searchParams: Promise<{ next?: string; as?: string; way?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title"), robots: { index: false } };
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next = "", as, way } = await searchParams;
  const t = await getTranslations("signIn");
  const viewer = await currentViewer();
  if (viewer) redirect(safeReturnPath(next, localePath(await getLocale(), places[viewer.area])));
  const offered = ways.filter((known) => known !== "code" || codesOffered());
  const chosen = offered.find((known) => known === way) ?? "password";
  const demo = await (await api()).identity.demoAccounts();
  const person = demo.find(({ key }) => key === as);
  const elder = (await currentView()).mode === "elder";
  const forms: Record<Way, ReactNode> = {
    password: <><PasskeyAutofill ask={askPasskey} answer={signInByPasskey} next={next} /><SignInForm key={person?.key ?? ""} next={next} filled={person && { identifier: person.signInId, password: person.password }} /><p><TextLink href="/sign-in/recover" className="tap">{t("recover.forgot")}</TextLink></p></>,
    code: <AskCodeForm next={next} />,
    passkey: <PasskeyForm next={next} />,
    qr: <QrPanel next={next} shown={chosen === "qr" ? await shownQrHere() : undefined} />,
  };
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={elder ? undefined : t("lead")} />
      {!elder && <WayTabs offered={offered} chosen={chosen} next={next} />}
      {elder && chosen === "password" && offered.includes("code") && <EasiestWay next={next} />}
      <ClientMessages areas={["errors", "signIn", "ui"]}>{forms[chosen]}</ClientMessages>
      {elder && <OtherWays offered={offered} chosen={chosen} next={next} />}
      {elder && <HelpWays />}
      <ProviderButtons next={next} />
      {demo.length > 0 && chosen === "password" && <DemoAccounts accounts={demo} next={next} chosen={person?.key} />}
    </Page>
  );
}

async function AskCodeForm({ next }: { next: string }) {
  const t = await getTranslations("signIn.askCode");
  return (
    <OneFieldForm
      action={askCode} next={next} missing={t("missing")} submit={t("submit")}
      field={{ name: "phone", label: t("phone"), hint: t("phoneHint"), type: "tel", inputMode: "tel", autoComplete: "tel-national", width: "medium" }}
    />
  );
}

async function PasskeyForm({ next }: { next: string }) {
  const t = await getTranslations("signIn.passkey");
  return (
    <div className="flex flex-col gap-5">
      <p className="max-w-measure">{t("lead")}</p>
      <PasskeyButton ask={askPasskey} answer={signInByPasskey} next={next} label={t("submit")} />
    </div>
  );
}
