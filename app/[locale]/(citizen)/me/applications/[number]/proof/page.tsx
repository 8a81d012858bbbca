import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { formatInstant } from "@/app/_i18n/format";
import { localePath } from "@/app/_i18n/routing";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { buttonClass, ButtonLink } from "@/app/_ui/Button";
import { Details, EmptyState } from "@/app/_ui/Cards";
import { Icon } from "@/app/_ui/Icon";
import { BackLink, Page, PageHeading, Section } from "@/app/_ui/Page";
import { Timeline } from "@/app/_ui/Timeline";
import { ApplicationAction } from "@/domain/applications/schema";

type Props = { params: Promise<{ number: string }> };
type Proof = Answers["audit"]["proof"];

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("proof"))("title") };
}

/** What is on record about one's own case in a way that nobody can change unnoticed, and the file that proves it. */
export default async function ProofPage({ params }: Props) {
  const [{ number }, locale, t] = await Promise.all([params, getLocale(), getTranslations("proof")]);
  const home = `/me/applications/${number}`;
  const proof = await proofOf(number, localePath(locale, `${home}/proof`));
  return (
    <Page width="form" before={<BackLink href={home}>{t("back")}</BackLink>}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {typeof proof === "object" && <Proven proof={proof} number={number} />}
      {proof === "moved" && <EmptyState title={t("moved")}>{t("movedText")}</EmptyState>}
      {proof === "soon" && <EmptyState title={t("soon")} actions={<ButtonLink href={`${home}/proof`}>{t("again")}</ButtonLink>}>{t("soonText")}</EmptyState>}
    </Page>
  );
}

/** Not there yet where the first of it is not sealed, and not here any more where its year was moved out of the database. */
async function proofOf(number: string, path: string): Promise<Proof | "soon" | "moved"> {
  try {
    return await answer((await api()).audit.proof({ number }), path);
  } catch (error) {
    if (error instanceof TRPCError && error.code === "CONFLICT") return error.message === "audit.movedAway" ? "moved" : "soon";
    throw error;
  }
}

async function Proven({ proof: { entries }, number }: { proof: Proof; number: string }) {
  const [t, events, locale] = await Promise.all([getTranslations("proof"), getTranslations("applications.event"), getLocale()]);
  const rows = entries.flatMap(({ seq, row }) => {
    const action = ApplicationAction.safeParse(row.action.split(".").at(-1));
    return action.success ? [{ id: String(seq), title: events(action.data), time: <time dateTime={row.at}>{formatInstant(row.at, locale)}</time>, detail: t("row", { seq }) }] : [];
  });
  return (
    <>
      <Section title={t("recorded")}><Timeline label={t("recorded")} entries={rows} /></Section>
      <div><a href={`/api/audit/${number}`} download className={buttonClass("primary")}><Icon name="download" />{t("download")}</a></div>
      <Details summary={t("how")}><p className="max-w-measure">{t("howText")}</p></Details>
    </>
  );
}
