import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { localePath } from "@/app/_i18n/routing";
import { ConsentList } from "@/app/_shared/identity/ConsentList";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { SummaryList, type SummaryRow } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { mailOffered } from "@/server/auth/here/email";
import { DeviceList } from "./DeviceList";
import { EventList } from "./EventList";
import { Done } from "./done";

type Props = { searchParams: Promise<{ did?: string | string[] }> };

const latest = 5;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

/** By what one signs in, where one is signed in, and what happened lately. */
export default async function SecurityPage({ searchParams }: Props) {
  const [{ did }, t, caller] = [await searchParams, await getTranslations("security"), await api()];
  const path = localePath(await getLocale(), "/me/security");
  const devices = await answer(caller.identity.listSessions(), path);
  const [rows, events] = [await means(), await caller.identity.listSecurityEvents({ limit: latest })];
  const done = Done.safeParse(did);
  return (
    <Page notice={done.success && <Notice tone={done.data === "gone" ? "info" : "success"} live title={t(doneWords[done.data])} />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      <Section title={t("means.title")}><SummaryList rows={rows} /></Section>
      <Section title={t("devices.title")} intro={devices.length > 1 && t("devices.lead")}><DeviceList devices={devices} /></Section>
      <Section title={t("consents.title")}><ConsentList /></Section>
      <Section title={t("log.recent")} intro={t("log.lead")}>
        <EventList events={events.rows} />
        {events.next && <p><TextLink href="/me/security/log" className="tap">{t("log.all")}</TextLink></p>}
      </Section>
    </Page>
  );
}

const doneWords = {
  ended: "devices.ended", othersEnded: "devices.othersEnded", gone: "devices.gone", password: "password.done", phone: "phone.done", email: "email.done", emailRemoved: "email.removed",
  authenticator: "authenticator.done", authenticatorRemoved: "authenticator.removed",
} as const satisfies Record<Done, string>;

async function means(): Promise<SummaryRow[]> {
  const [t, account, { hasPassword, hasTotp, phone, email, passkeys }] = [await getTranslations("security.means"), await currentAccount(), await (await api()).identity.means()];
  const { identity } = await api();
  const [linked, offered] = account?.accountKind === "citizen" ? [await identity.listExternal(), await identity.listProviders()] : [[], []];
  const link = (set: boolean, changeHref: string) => ({ changeHref, ...(set ? {} : { changeWord: t("setUp") }) });
  const isSet = (set: boolean) => t(set ? "set" : "unset");
  return [
    { label: t("password"), value: isSet(hasPassword), ...link(hasPassword, "/me/security/password") },
    { label: t("phone"), value: <span className="tabular-nums">{phone ?? t("unset")}</span>, ...link(phone !== null, "/me/security/phone") },
    ...(email || mailOffered() ? [{ label: t("email"), value: email ?? t("unset"), ...link(email !== null, "/me/security/email") }] : []),
    { label: t("passkeys"), value: passkeys.length > 0 ? t("count", { count: passkeys.length }) : t("unset"), ...link(passkeys.length > 0, "/me/security/passkeys") },
    { label: t("authenticator"), value: isSet(hasTotp), ...link(hasTotp, "/me/security/authenticator") },
    ...(linked.length > 0 || offered.length > 0 ? [{ label: t("providers"), value: linked.length > 0 ? t("count", { count: linked.length }) : t("unset"), changeHref: "/me/security/providers", changeWord: t("look") }] : []),
    ...(account?.accountKind === "citizen" ? [{ label: t("level"), value: t(`levels.${account.assuranceLevel}`), changeHref: "/me/security/level", changeWord: t("look") }] : []),
  ];
}
