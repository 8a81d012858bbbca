import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/app/_i18n/ClientMessages";
import { itemName } from "@/app/_shared/items/Localised";
import { begunBy } from "@/app/_shared/identity/begun";
import { restored } from "@/app/_shared/identity/kept";
import { RestoredNotice } from "@/app/_shared/identity/RestoredNotice";
import { Terms } from "@/app/_shared/terms/Term";
import { answer, api } from "@/app/_trpc/server";
import { ButtonLink } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { Breadcrumbs, Page, PageHeading, Section } from "@/app/_ui/Page";
import { scopeOf } from "@/domain/forms/rules/scope";
import { formOf as keptForm } from "@/domain/identity/rules/kept-forms";
import { formOf } from "@/domain/items/rules";
import { lintProcess } from "@/domain/items/policy/lint-process";
import type { RevisionContent } from "@/domain/items/schema";
import { EditTabs } from "../EditTabs";
import { departmentsNear } from "./departments";
import { Outline } from "./Outline";
import { ProcessForm } from "./ProcessForm";
import { ProcessProblems } from "./ProcessProblems";
import { readSteps } from "./read";
import type { StepTexts } from "./state";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("process.edit"))("title") };
}

async function Saved({ done }: { done: string | string[] | undefined }) {
  const t = await getTranslations("process.edit");
  return done === "saved" && <Notice tone="success" live>{t("saved")}</Notice>;
}

const problemsOf = (content: RevisionContent, stepTexts: StepTexts) => lintProcess(content, { stepTexts: stepTexts.map(({ code }) => code) }).map((problem) => ({ params: {}, ...problem }));

/** What the rest of a revision offers its process to choose from. */
function choosableIn(content: RevisionContent) {
  const form = formOf(content);
  const readable = form.sections.flatMap(({ fields }) => fields.filter(({ type }) => type === "file" || type === "longText" || type === "repeatingGroup"));
  return { scope: scopeOf(form, content.situations), procedures: (content.specialProcedures ?? []).map(({ name }) => name), readables: readable.map(({ id, label }) => ({ id, label })) };
}

/** The process of an item: its steps as rows, their order as a drawing, what is wrong with it, and the way to try it out. */
export default async function ProcessPage({ params, searchParams }: Props) {
  const [{ id }, { done, at, kept: keptId }, t, locale] = await Promise.all([params, searchParams, getTranslations("process.edit"), getLocale()]);
  const here = `/admin/items/${id}/edit/process`;
  const item = await answer((await api()).items.getForEdit({ itemId: id }), here);
  const content = item.draft?.content ?? item.current?.content;
  const editable = item.draft !== null && item.actions.includes("saveRevision");
  const kept = item.draft && (await restored(keptId, here));
  const departments = await departmentsNear(item.divisionCode, content?.steps ?? []);
  const stepTexts = await (await api()).notices.stepTexts();
  return (
    <ClientMessages areas={["common", "ui", "admin", "enums", "errors", "process", "expressions", "forms", "desk"]}>
      <Page
        width="wide"
        before={<Breadcrumbs trail={[{ href: "/admin/items", label: (await getTranslations("admin"))("items.title") }, { href: `/admin/items/${id}/edit`, label: content ? itemName(content, locale) : item.code }]} current={t("title")} />}
        notice={<>{kept && <RestoredNotice />}<Saved done={done} /></>}
      >
        <PageHeading caption={content ? itemName(content, locale) : item.code} title={t("title")} lead={t("lead")} actions={content && <ButtonLink href={`${here}/simulate`}>{t("simulate")}</ButtonLink>} />
        <Terms words={["step", "consult", "join", "decisionTable", "specialProcedure"]} />
        <EditTabs itemId={id} current="process" />
        {editable && item.draft && content && (
          <ProcessForm
            key={begunBy(at, kept)} itemId={id} {...choosableIn(content)} departments={departments} stepTexts={stepTexts}
            start={{ steps: kept ? readSteps(keptForm(kept)) : content.steps, version: item.draft.version, attempt: 0, wrong: [], problems: problemsOf(content, stepTexts) }}
          />
        )}
        {!editable && content && <Section title={t("outline")}><p className="text-muted">{t("readOnly")}</p><Outline steps={content.steps} departments={departments} /><ProcessProblems problems={problemsOf(content, stepTexts)} steps={content.steps} /></Section>}
      </Page>
    </ClientMessages>
  );
}
