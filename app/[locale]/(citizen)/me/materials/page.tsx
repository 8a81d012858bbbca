import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { refusalText } from "@/app/_i18n/refusal";
import { localePath } from "@/app/_i18n/routing";
import { Chinese } from "@/app/_shared/items/Localised";
import { isWhole } from "@/app/_shared/materials/typedDay";
import { currentAccount } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { Details, EmptyState } from "@/app/_ui/Cards";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { Notice } from "@/app/_ui/Notice";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { TextLink } from "@/app/_ui/TextLink";
import { keepsFor } from "@/domain/applications/policy/materials";
import { mostKept } from "@/domain/applications/rules/materials";
import { dayOf, Paper } from "./Paper";

type Query = Record<string, string | string[] | undefined>;
type Props = { searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("materials"))("title") };
}

/** What was uploaded once and kept, by kind: to look at, to date, to take out. */
export default async function MaterialsPage({ searchParams }: Props) {
  const [query, locale, t, account] = await Promise.all([searchParams, getLocale(), getTranslations("materials"), currentAccount()]);
  const actingFor = account?.actingFor;
  if (actingFor && !keepsFor(actingFor)) return <NotYours name={actingFor.name} />;
  const papers = await answer((await api()).applications.listMaterials(), localePath(locale, "/me/materials"));
  const wrong = papers.find(({ id }) => id === query["wrong"]);
  const typed = typeof query["typed"] === "string" ? query["typed"] : "";
  const problem = wrong && t(isWhole(typed) ? "date.impossible" : "date.wrong");
  const byKind = Map.groupBy(papers, ({ kind }) => kind);
  return (
    <Page width="form" before={<BackLink href="/me" />} notice={<><Told query={query} />{wrong && <ErrorSummary errors={[{ name: dayOf(wrong.id), message: t("date.summary", { name: wrong.name, problem: problem ?? "" }) }]} />}</>}>
      <PageHeading title={t("title")} lead={actingFor ? t("leadOrganisation", { name: actingFor.name }) : t("lead")} />
      {papers.length === 0 && (
        <EmptyState title={t("empty.title")} actions={<><ButtonLink look="primary" href="/me/applications">{t("empty.action")}</ButtonLink><ButtonLink href="/items">{t("empty.find")}</ButtonLink></>}>{t("empty.text")}</EmptyState>
      )}
      {[...byKind].map(([kind, rows]) => (
        <Section key={kind} title={<Chinese>{kind}</Chinese>}>
          <ul className="flex flex-col gap-4">{rows.map((paper) => <li key={paper.id} id={`paper-${paper.id}`}><Paper paper={paper} {...(paper === wrong ? { typed, problem } : {})} /></li>)}</ul>
        </Section>
      ))}
      <Details summary={t("trustHelp.title")}>
        <ul className="flex max-w-measure list-disc flex-col gap-2 py-2 pl-[1.4em]">
          <li>{t.rich("trustHelp.a", { link: (text) => <TextLink href="/me/certificates">{text}</TextLink> })}</li>
          {(["b", "c", "d"] as const).map((level) => <li key={level}>{t(`trustHelp.${level}`)}</li>)}
        </ul>
      </Details>
    </Page>
  );
}

/** What was done, as the address says. */
async function Told({ query: { did, held, refused } }: { query: Query }) {
  const [t, errors] = await Promise.all([getTranslations("materials"), getTranslations("errors")]);
  if (typeof refused === "string") return <Notice tone="error" live>{refusalText(errors, { code: refused, params: { max: mostKept } })}</Notice>;
  if (did === "dated") return <Notice tone="success" live>{t("dated")}</Notice>;
  if (did !== "removed") return null;
  const cases = Number(held) || 0;
  return <Notice tone="success" live>{cases > 0 ? t("remove.held", { count: cases }) : t("remove.done")}</Notice>;
}

async function NotYours({ name }: { name: string }) {
  const t = await getTranslations("materials");
  return (
    <Page width="form" before={<BackLink href="/me" />}>
      <PageHeading title={t("title")} />
      <Notice tone="warning" title={t("notYours.title")}><p>{t("notYours.text", { name })}</p></Notice>
    </Page>
  );
}
