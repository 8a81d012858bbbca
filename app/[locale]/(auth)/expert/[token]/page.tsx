import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { formatDay } from "@/app/_i18n/format";
import { fileSize } from "@/app/_shared/applications/fileSize";
import { AnswerText } from "@/app/_shared/forms/AnswerText";
import { divisionNamesFor } from "@/app/_shared/forms/divisionNames";
import { Chinese, ItemName, Localised } from "@/app/_shared/items/Localised";
import { api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { Details } from "@/app/_ui/Cards";
import { ReceivedFiles } from "@/app/_ui/FileField";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { expertCodeHere, expertHere } from "@/server/auth/here/experts";
import { CodeForm } from "./CodeForm";
import { DeclineForm } from "./DeclineForm";
import { OpinionForm } from "./OpinionForm";
import { Watermark } from "./Watermark";

type Props = { params: Promise<{ token: string }> };
type Link = Answers["applications"]["expertLink"];
type Visit = Answers["applications"]["visitAsExpert"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("experts"))("title"), robots: { index: false }, referrer: "same-origin" };
}

/** The answer, or nothing where it was refused on purpose. */
async function given<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TRPCError && error.code !== "INTERNAL_SERVER_ERROR") return undefined;
    throw error;
  }
}

/** Where an expert's own link leads: who asks, the code, and then what they were given to see. Opening it uses nothing up. */
export default async function ExpertPage({ params }: Props) {
  const { token } = await params;
  const calls = (await api()).applications;
  const link = await given(calls.expertLink({ token: decodeURIComponent(token) }));
  if (!link) return <Closed state="unknown" />;
  if (link.state !== "invited" && link.state !== "seen") return <Closed state={link.state} />;
  const opened = await expertHere();
  const visit = opened?.token === token ? await given(calls.visitAsExpert(opened)) : undefined;
  return visit ? <Open visit={visit} token={token} /> : <Door link={link} token={token} />;
}

async function Closed({ state }: { state: Exclude<Link["state"], "invited" | "seen"> | "unknown" }) {
  const t = await getTranslations("experts.closed");
  return (
    <Page width="form">
      <PageHeading title={t(`${state}.title`)} lead={t(`${state}.text`)} />
      <ButtonRow><ButtonLink href="/">{t("home")}</ButtonLink></ButtonRow>
    </Page>
  );
}

async function Door({ link, token }: { link: Link; token: string }) {
  const [t, locale] = await Promise.all([getTranslations("experts"), getLocale()]);
  const sent = (await expertCodeHere(token)) !== undefined;
  return (
    <Page width="form">
      <PageHeading caption={<Chinese>{link.departmentName}</Chinese>} title={t("title")} lead={t("enter.lead", { day: formatDay(link.dueOn, locale) })} />
      <Notice>{sent ? t("enter.sentTo", { to: link.toMasked }) : t("enter.willSend", { to: link.toMasked })}</Notice>
      <ClientMessages areas={["errors", "experts", "ui"]}><CodeForm token={token} sent={sent} /></ClientMessages>
      <p className="max-w-measure text-hint text-muted">{t("enter.privacy")}</p>
    </Page>
  );
}

async function Open({ visit, token }: { visit: Visit; token: string }) {
  const [t, locale] = await Promise.all([getTranslations("experts"), getLocale()]);
  return (
    <Page>
      <Watermark words={visit.mark} />
      <PageHeading caption={<Chinese>{visit.departmentName}</Chinese>} title={t("title")} lead={<ItemName name={visit.itemName} nameEn={visit.itemNameEn} />} />
      <DescriptionList facts={[
        { label: t("visit.expert"), value: <Chinese>{visit.expertName} · {visit.organisation}</Chinese> },
        { label: t("visit.question"), value: <span className="whitespace-pre-line"><Chinese>{visit.question}</Chinese></span> },
        { label: t("visit.dueOn"), value: formatDay(visit.dueOn, locale) },
      ]} />
      <Notice>{t("visit.logged")}</Notice>
      <Scope visit={visit} />
      <Section title={t("opinion.title")} intro={t("opinion.intro")}>
        <ClientMessages areas={["errors", "experts", "ui"]}><OpinionForm token={token} savedAt={visit.savedAt} start={visit.draft ? { opinion: visit.draft.opinion, ...(visit.draft.conclusion ? { conclusion: visit.draft.conclusion } : {}) } : {}} /></ClientMessages>
      </Section>
      <Section title={t("decline.title")}>
        <Details summary={t("decline.show")}><ClientMessages areas={["errors", "experts", "ui"]}><DeclineForm token={token} /></ClientMessages></Details>
      </Section>
    </Page>
  );
}

async function Scope({ visit: { answers, files, downloads } }: { visit: Visit }) {
  const t = await getTranslations("experts.visit");
  const divisions = await divisionNamesFor({ version: 1, sections: [{ id: "scope", title: { zh: "" }, fields: answers.map(({ field }) => field) }] }, Object.fromEntries(answers.map(({ field, value }) => [field.id, value])));
  return (
    <>
      {answers.length > 0 && (
        <Section title={t("answers")}>
          <DescriptionList facts={answers.map(({ field, value, masked }) => ({ label: <Localised text={field.label} />, value: <><AnswerText field={field} value={value} divisions={divisions} />{masked && <span className="block text-hint text-muted">{t("masked")}</span>}</> }))} />
        </Section>
      )}
      {files.length > 0 && (
        <Section title={t("files")} intro={t(downloads ? "filesDownload" : "filesView")}>
          <ReceivedFiles files={files.map(({ id, name, size }) => ({ id, name, note: fileSize(size), href: `/api/expert-files/${id}`, ...(downloads ? { action: <a href={`/api/expert-files/${id}?download=1`} className="tap">{t("download")}</a> } : {}) }))} />
        </Section>
      )}
    </>
  );
}
