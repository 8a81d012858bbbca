"use client";

import { useLocale, useTranslations } from "next-intl";
import { computedText } from "@/app/_shared/forms/computedText";
import { localText } from "@/app/_shared/forms/localised";
import { useExpressionWords } from "@/app/_shared/forms/expression/words";
import { Localised } from "@/app/_shared/items/Localised";
import type { FieldError } from "@/app/_ui/ErrorSummary";
import { fieldId } from "@/app/_ui/fields";
import { DescriptionList } from "@/app/_ui/Lists";
import { Section } from "@/app/_ui/Page";
import { Tag } from "@/app/_ui/Tag";
import type { ExpressionValue } from "@/domain/core/expression";
import type { CompiledForm } from "@/domain/forms/rules/compile";
import type { FormContext } from "@/domain/forms/rules/context";
import { scopeOf, type ScopeEntry } from "@/domain/forms/rules/scope";
import { traceForm, type TracedRule } from "@/domain/forms/rules/trace";
import type { Answers, FormDefinition, LocalisedText } from "@/domain/forms/schema";

type Props = {
  definition: FormDefinition;
  context: FormContext;
  answers: Answers;
  shown: ReturnType<CompiledForm["visible"]>;
  errors: readonly FieldError[];
  materials: readonly { id: string; name: LocalisedText; optional: boolean }[];
  situations: Parameters<typeof scopeOf>[1];
};

/** What the form makes of the answers. */
export function Results({ definition, context, answers, shown, errors, materials, situations }: Props) {
  const t = useTranslations("expressions.test");
  const rules = traceForm(definition, answers, context);
  const hidden = definition.sections.filter(({ id }) => !shown.sections.some(({ section }) => section.id === id));
  const asked = materials.filter(({ id }) => shown.has(id));
  return (
    <section aria-labelledby="results" className="flex min-w-0 flex-col gap-8">
      <h2 id="results" tabIndex={-1} className="text-h2 font-bold">{t("results")}</h2>
      <Section level={3} title={t("errors")}>
        {errors.length === 0 ? <p>{t("noErrors")}</p> : <ul className="list-disc pl-[1.4em]">{errors.map(({ name, message }) => <li key={name}><a href={`#${fieldId(name)}`}>{message}</a></li>)}</ul>}
      </Section>
      <Section level={3} title={t("sections", { shown: shown.sections.length, hidden: hidden.length })}>
        <ol className="list-decimal pl-[1.6em]">
          {shown.sections.map(({ section, fields }) => <li key={section.id}><Localised text={section.title} /><Names of={fields.map(({ label }) => label)} /></li>)}
        </ol>
        {hidden.length > 0 && <p className="text-muted">{t("hidden")}<Names of={hidden.map(({ title }) => title)} /></p>}
      </Section>
      <Computed definition={definition} shown={shown} />
      <Section level={3} title={t("materials")}>
        {asked.length === 0 ? <p>{t("noMaterials")}</p> : <ul className="list-disc pl-[1.4em]">{asked.map(({ id, name, optional }) => <li key={id}><Localised text={name} />{optional && t("optionalMaterial")}</li>)}</ul>}
      </Section>
      <Section level={3} title={t("rules")} intro={rules.length > 0 ? t("rulesHint") : undefined}>
        {rules.length === 0 ? <p>{t("noRules")}</p> : <ol className="flex flex-col gap-3">{rules.map((rule, index) => <li key={index}><Rule rule={rule} scope={scopeOf(definition, situations, { groupId: groupOf(rule, definition) })} /></li>)}</ol>}
      </Section>
    </section>
  );
}

function Names({ of }: { of: readonly LocalisedText[] }) {
  const t = useTranslations("expressions.list");
  const locale = useLocale();
  return <span className="block max-w-measure text-hint text-muted">{of.map((text) => localText(text, locale)).join(t("separator"))}</span>;
}

function Computed({ definition, shown }: Pick<Props, "definition" | "shown">) {
  const t = useTranslations("expressions.test");
  const locale = useLocale();
  const fields = definition.sections.flatMap((section) => section.fields).filter((field) => field.type === "computed").filter(({ id }) => shown.has(id));
  return (
    <Section level={3} title={t("computed")}>
      {fields.length === 0 ? <p>{t("noComputed")}</p> : <DescriptionList facts={fields.map((field) => ({ label: <Localised text={field.label} />, value: computedText(shown.answers[field.id], field.display, locale) ?? t("unknown") }))} />}
    </Section>
  );
}

/** The group in whose rows a rule was tried: there its fields go by their bare names. */
function groupOf({ row, field }: TracedRule, definition: FormDefinition): string | undefined {
  if (row === undefined) return undefined;
  return definition.sections.flatMap((section) => section.fields).find((group) => group.type === "repeatingGroup" && group.fields.some(({ id }) => id === field?.id))?.id;
}

function Rule({ rule, scope }: { rule: TracedRule; scope: readonly ScopeEntry[] }) {
  const t = useTranslations("expressions.test");
  const locale = useLocale();
  const words = useExpressionWords(scope);
  const name = localText(rule.field?.label ?? rule.section.title, locale);
  const told = useValueWords(scope);
  const isCondition = rule.kind === "section" || rule.kind === "field";
  const holds = rule.value === true;
  return (
    <div className="flex flex-col gap-1 rounded-card border border-line p-3">
      <p className="flex flex-wrap items-baseline justify-between gap-2">
        <span className="font-semibold">{t(`kind.${rule.kind}`, { name })}{rule.row !== undefined && ` · ${t("row", { row: rule.row + 1 })}`}</span>
        <Tag tone={isCondition ? (holds ? "success" : "neutral") : "info"}>{isCondition ? t(holds ? "holds" : "fails") : told(rule.value)}</Tag>
      </p>
      <p className="max-w-measure">{words.text(rule.text)}</p>
      {rule.reads.length > 0 && (
        <ul className="text-hint text-muted" aria-label={t("reads")}>
          {rule.reads.map(({ path, value }) => <li key={path}>{t("read", { name: words.subject({ path }), value: told(value, path) })}</li>)}
        </ul>
      )}
    </div>
  );
}

/** A value as a reader knows it: an option by its label, a yes as yes, a list with commas. */
function useValueWords(scope: readonly ScopeEntry[]) {
  const t = useTranslations("expressions");
  const words = useExpressionWords(scope);
  const told = (value: ExpressionValue, path?: string): string => {
    if (value === null) return t("test.nothing");
    if (Array.isArray(value)) return value.length === 0 ? t("test.nothing") : value.map((one: ExpressionValue) => told(one, path)).join(t("list.separator"));
    return typeof value === "object" ? Object.values(value).map((one) => told(one as ExpressionValue)).join(" ") : words.literal(value as string, scope.find((entry) => entry.path === path));
  };
  return told;
}
