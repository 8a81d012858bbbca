import type { Metadata } from "next";
import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { closurePeriod, ClosureName, type Closure } from "@/app/_shared/departments/Closures";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Chinese } from "@/app/_shared/items/Localised";
import { currentAccount, holds } from "@/app/_shared/session";
import { answer, api } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { Card, Details, EmptyState } from "@/app/_ui/Cards";
import { DescriptionList } from "@/app/_ui/Lists";
import { Page, PageHeading, Section } from "@/app/_ui/Page";
import { Tag, type TagTone } from "@/app/_ui/Tag";
import { placeDuties } from "@/domain/departments/policy";
import { closureScopes } from "@/domain/departments/schema/closures";
import { FieldsForm, type FieldSpec } from "../_parts/FieldsForm";
import { Decided, DoneNotice, Waiting } from "../_parts/Proposals";
import { decide, end, plan } from "./actions";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
type T = Awaited<ReturnType<typeof getTranslations<"closures.admin">>>;

type NamedPlan = Answers["departments"]["getClosures"]["waiting"][number]["plan"];

const path = "/admin/closures";
const tones: Record<Closure["phase"], TagTone> = { planned: "neutral", announced: "info", closed: "warning", over: "neutral" };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("closures.admin"))("title") };
}

/** Closures: what waits for a second person, what is not over, and a form to plan one. */
export default async function ClosuresPage({ searchParams }: Props) {
  const [query, t] = [await searchParams, await getTranslations("closures.admin")];
  const { waiting, standing, decided } = await answer((await api()).departments.getClosures(), path);
  const [mayDecide, mayWrite, viewer] = [await holds(placeDuties.decide), await holds(placeDuties.propose), (await currentAccount())?.id ?? ""];
  const kept = await restored(query["kept"], path);
  return (
    <ClientMessages areas={["errors", "proposals", "ui"]}>
      <Page width="wide" notice={<><DoneNotice done={query["done"]} />{kept && <RestoredNotice />}</>}>
        <PageHeading title={t("title")} lead={t("lead")} />
        <Waiting rows={waiting} titleOf={({ plan: { scope } }) => t(`scopes.${scope.kind}`)} {...{ viewer, mayDecide, mayWrite, path }} action={decide}>{(row) => <PlanFacts plan={row.plan} />}</Waiting>
        <Section title={t("standing")}>
          {standing.length === 0 ? <EmptyState title={t("noneStanding")}>{mayWrite && t("noneStandingText")}</EmptyState> : <ul className="flex flex-col gap-4">{standing.map((closure) => <li key={closure.id}><Standing closure={closure} t={t} /></li>)}</ul>}
        </Section>
        {mayWrite && <Section title={t("plan")}><div className="max-w-form"><FieldsForm action={plan} submit={t("submit")} fields={fieldsOf(t)} restored={kept} /></div></Section>}
        <Decided rows={decided}>{(row) => <PlanLine plan={row.plan} />}</Decided>
      </Page>
    </ClientMessages>
  );
}

/** What waits, in the words that people will read. */
function PlanFacts({ plan }: { plan: NamedPlan }) {
  const { scope, startsAt, endsAt, noticeDays, why, instead } = plan;
  const [t, words, locale] = [useTranslations("closures.admin"), useTranslations("closures"), useLocale()];
  return (
    <DescriptionList facts={[
      ...(scope.kind === "portal" ? [] : [{ label: t("scope"), value: <PlanName plan={plan} /> }]),
      { label: words("status.when"), value: closurePeriod(words, { startsAt, endsAt }, locale) },
      { label: t("notice"), value: t("days", { count: noticeDays }) },
      { label: t("whyZh"), value: <Chinese>{why.zh}</Chinese> }, { label: t("whyEn"), value: <span lang="en">{why.en}</span> },
      { label: t("insteadZh"), value: <Chinese>{instead.zh}</Chinese> }, { label: t("insteadEn"), value: <span lang="en">{instead.en}</span> },
    ]} />
  );
}

/** What is to be closed, by name; an item and a division with the code that was typed. */
function PlanName({ plan: { scope, name, nameEn } }: { plan: NamedPlan }) {
  return <><ClosureName closure={{ scope, name, nameEn }} />{"code" in scope && <span className="block break-all text-small text-muted">{scope.code}</span>}</>;
}

function PlanLine({ plan }: { plan: NamedPlan }) {
  const { startsAt, endsAt, why } = plan;
  const [words, locale] = [useTranslations("closures"), useLocale()];
  return <><ClosureName closure={plan} /><span className="block text-small font-normal text-muted">{closurePeriod(words, { startsAt, endsAt }, locale)} <Chinese>{why.zh}</Chinese></span></>;
}

function Standing({ closure, t }: { closure: Closure; t: T }) {
  const name = `reason-${closure.id}`;
  return (
    <Card title={<><ClosureName closure={closure} /> <Tag tone={tones[closure.phase]}>{t(`phases.${closure.phase}`)}</Tag></>}>
      <StandingFacts closure={closure} />
      <Details summary={t("end")}>
        <p className="mb-4 max-w-measure text-muted">{t("endText")}</p>
        <FieldsForm action={end} danger hidden={{ closureId: closure.id }} submit={t("endDo")} fields={[{ type: "text", name, label: t("endReason"), problem: t("endReasonProblem") }]} />
      </Details>
    </Card>
  );
}

function StandingFacts({ closure }: { closure: Closure }) {
  const [t, words, locale] = [useTranslations("closures.status"), useTranslations("closures"), useLocale()];
  return (
    <DescriptionList facts={[
      { label: t("when"), value: closurePeriod(words, closure, locale) },
      { label: t("why"), value: <Chinese>{closure.why.zh}</Chinese> },
      { label: t("instead"), value: <Chinese>{closure.instead.zh}</Chinese> },
    ]} />
  );
}

const texts = [["whyZh", "whyHint", "zhProblem"], ["whyEn", undefined, "enProblem"], ["insteadZh", "insteadHint", "zhProblem"], ["insteadEn", undefined, "enProblem"]] as const;

function fieldsOf(t: T): FieldSpec[] {
  return [
    { type: "select", name: "scope", label: t("scope"), options: closureScopes.map((value) => ({ value, label: t(`scopes.${value}`) })) },
    { type: "text", name: "target", label: t("code"), hint: t("codeHint"), optional: true, problem: t("codeProblem") },
    { type: "text", name: "startsAt", label: t("startsAt"), hint: t("momentHint"), width: "medium", problem: t("momentProblem") },
    { type: "text", name: "endsAt", label: t("endsAt"), hint: t("momentHint"), width: "medium", problem: t("momentProblem") },
    { type: "text", name: "noticeDays", label: t("noticeDays"), hint: t("noticeHint"), width: "tiny", value: "3", problem: t("noticeProblem") },
    ...texts.map(([name, hint, problem]): FieldSpec => ({ type: "area", name, label: t(name), hint: hint && t(hint), rows: 2, problem: t(problem) })),
  ];
}
