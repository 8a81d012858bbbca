import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatStamp } from "@/app/_i18n/format";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { ChangeTable } from "../changes/ChangeTable";
import { EndSessionsForm } from "./EndSessionsForm";
import { PostTable } from "./PostTable";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };
type Person = Answers["identity"]["getStaff"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("staff.change"))("person") };
}

export default async function PersonPage({ params, searchParams }: Props) {
  const { id } = await params;
  const [t, caller, locale] = await Promise.all([getTranslations("staff.person"), api(), getLocale()]);
  const person = await answer(caller.identity.getStaff({ accountId: id }), `/admin/staff/${id}`);
  const ended = (await searchParams)["done"] === "sessionsEnded";
  const { name, posts, changes, may, closed } = person;
  return (
    <Page width="wide" before={<BackLink href="/admin/staff">{t("back")}</BackLink>} notice={ended && <Notice tone="success" live title={t("sessionsEnded")} />}>
      <PageHeading title={name} actions={may.includes("grantPost") && !closed && <ButtonLink href={`/admin/staff/${id}/grant`} look="primary">{t("grant")}</ButtonLink>} />
      <Facts person={person} />
      <Section title={t("posts")}><PostTable posts={posts} endHref={may.includes("endPost") ? `/admin/staff/${id}/propose?act=endPost&post=` : undefined} locale={locale} /></Section>
      <Acts person={person} />
      <Sessions person={person} />
      <Section title={t("changes")}><ChangeTable changes={changes} empty={<p className="text-muted">{t("noChanges")}</p>} /></Section>
    </Page>
  );
}

async function Facts({ person }: { person: Person }) {
  const t = await getTranslations("staff");
  const { signInName, closed, enrolled, isKnownPerson, hasPasskey, hasTotp, createdAt, linkExpiresAt } = person;
  const factors = [...(hasPasskey ? [t("person.passkey")] : []), ...(hasTotp ? [t("person.totp")] : [])];
  return (
    <DescriptionList columns={2} facts={[
      { label: t("person.signInName"), value: signInName },
      { label: t("person.account"), value: t(`state.${closed ? "closed" : enrolled ? "open" : "waiting"}`) },
      { label: t("person.factors"), value: factors.length > 0 ? factors.join(" · ") : t("person.noFactor") },
      { label: t("person.citizenId"), value: t(isKnownPerson ? "person.citizenIdKnown" : "person.citizenIdMissing") },
      { label: t("person.createdAt"), value: formatStamp(createdAt) },
      ...(linkExpiresAt ? [{ label: t("person.link"), value: t("person.linkUntil", { time: formatStamp(linkExpiresAt) }) }] : []),
    ]} />
  );
}

/** What the system administrator may propose about the account. */
async function Acts({ person: { id, may, closed, isKnownPerson } }: { person: Person }) {
  const t = await getTranslations("staff");
  const kinds = (closed ? ["reopenAccount"] as const : ["recordPerson", "renewAccess", "closeAccount"] as const).filter((kind) => may.includes(kind) && (kind !== "recordPerson" || !isKnownPerson));
  if (kinds.length === 0) return null;
  return (
    <Section title={t("person.acts")}>
      <ButtonRow>
        {kinds.map((kind) => <ButtonLink key={kind} href={`/admin/staff/${id}/propose?act=${kind}`} look={kind === "closeAccount" ? "danger" : "secondary"}>{t(`kinds.${kind}`)}</ButtonLink>)}
      </ButtonRow>
    </Section>
  );
}

async function Sessions({ person: { id, sessions, may } }: { person: Person }) {
  const [t, devices] = await Promise.all([getTranslations("staff.person"), getTranslations("security.devices")]);
  const nameOf = ({ browser, system }: Person["sessions"][number]) =>
    devices("name", { browser: browser ? devices(`browsers.${browser}`) : devices("unknownBrowser"), system: system ? devices(`systems.${system}`) : devices("unknownSystem") });
  return (
    <Section title={t("sessions")}>
      {sessions.length === 0 && <p className="text-muted">{t("noSessions")}</p>}
      <ul className="flex flex-col gap-2 empty:hidden">
        {sessions.map((session) => <li key={session.id}>{t("session", { device: nameOf(session), time: formatStamp(session.lastSeenAt) })}</li>)}
      </ul>
      {sessions.length > 0 && may.length > 0 && <ClientMessages areas={["errors", "staff", "ui"]}><EndSessionsForm accountId={id} /></ClientMessages>}
    </Section>
  );
}
