import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Button, buttonClass, ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { GoOn } from "./GoOn";

type AuthorizePageProps = { params: Promise<{ uid: string }> };
type View = Answers["identity"]["authorization"];
type StepProps = { view: View; uid: string };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consent"))("title"), robots: { index: false } };
}

/** What another system asks of whoever comes here: sign-in, proof or level where they are missing, then consent, once. */
export default async function AuthorizePage({ params }: AuthorizePageProps) {
  const { uid } = await params;
  const [view, locale] = await Promise.all([find(uid), getLocale()]);
  if (!view) return <Expired />;
  const back = new URLSearchParams({ next: localePath(locale, `/authorize/${uid}`) });
  if (view.step === "signIn") redirect(localePath(locale, `/sign-in?${back}`));
  if (view.step === "proveAgain") redirect(localePath(locale, `/sign-in/confirm?${back}`));
  if (view.step === "stepUp") return <StepUp view={view} uid={uid} />;
  return view.step === "go" ? <Going view={view} uid={uid} /> : <Consent view={view} uid={uid} />;
}

async function find(uid: string): Promise<View | undefined> {
  try {
    return await (await api()).identity.authorization({ uid });
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST")) return undefined;
    throw error;
  }
}

async function nameOf({ client }: View): Promise<string> {
  return (await getLocale()) === "en" ? (client.nameEn ?? client.name) : client.name;
}

async function Consent({ view, uid }: StepProps) {
  const [t, client] = await Promise.all([getTranslations("consent.authorize"), nameOf(view)]);
  const { person, scopes } = view;
  // The full name says what the masked one says.
  const told = scopes.filter((scope) => scope !== "openid" || !scopes.includes("profile"));
  return (
    <Page width="form">
      <PageHeading caption={person && t("as", { name: person.name })} title={t("title", { client })} lead={t("lead", { department: view.client.departmentName, host: view.client.host })} />
      {person?.actingFor && <Notice tone="warning">{t("acting", { name: person.actingFor })}</Notice>}
      <Section title={t("will")}>
        <ul className="flex max-w-measure list-disc flex-col gap-2 pl-[1.4em]">
          {told.map((scope) => <li key={scope}>{t(`scopes.${scope}`)}</li>)}
          <li>{t("always")}</li>
        </ul>
        <p className="max-w-measure text-muted">{t("wont")}</p>
      </Section>
      <p className="max-w-measure">{t("later")}</p>
      <Decision uid={uid} account={person?.id} />
    </Page>
  );
}

/** A plain form to the provider, which only takes it from the browser where the request began. */
async function Decision({ uid, account }: { uid: string; account: string | undefined }) {
  const t = await getTranslations("consent.authorize");
  return (
    <form method="post" action={`/oidc/auth/${uid}/decision`}>
      <input type="hidden" name="account" value={account} />
      <ButtonRow>
        <Button type="submit" look="primary" name="answer" value="agree">{t("agree")}</Button>
        <Button type="submit" name="answer" value="refuse">{t("refuse")}</Button>
      </ButtonRow>
    </form>
  );
}

async function StepUp({ view, uid }: StepProps) {
  const [t, locale, client] = await Promise.all([getTranslations("consent.stepUp"), getLocale(), nameOf(view)]);
  const level = view.level ?? "L1";
  const next = new URLSearchParams({ to: level, next: localePath(locale, `/authorize/${uid}`) });
  return (
    <Page width="form">
      <PageHeading title={t("title")} lead={t("lead", { client, level, current: view.person?.assuranceLevel ?? "L0" })} />
      <form method="post" action={`/oidc/auth/${uid}/decision`}>
        <ButtonRow>
          <ButtonLink href={`/me/security/level?${next}`} look="primary">{t("raise")}</ButtonLink>
          <Button type="submit" name="answer" value="refuse">{t("back")}</Button>
        </ButtonRow>
      </form>
    </Page>
  );
}

/** Nothing to ask: on by itself. Not by a redirect, which a browser would count to the form of the sign-in before. */
async function Going({ view, uid }: StepProps) {
  const [t, client] = await Promise.all([getTranslations("consent.going"), nameOf(view)]);
  const address = `/oidc/auth/${uid}`;
  return (
    <Page width="form">
      <GoOn address={address} />
      <noscript><meta httpEquiv="refresh" content={`0;url=${address}`} /></noscript>
      <PageHeading title={t("title", { client })} lead={t("lead")} />
      <div><a href={address} className={buttonClass("primary")}>{t("go")}</a></div>
    </Page>
  );
}

async function Expired() {
  const t = await getTranslations("consent.expired");
  return <Page width="form"><PageHeading title={t("title")} lead={t("lead")} /></Page>;
}
