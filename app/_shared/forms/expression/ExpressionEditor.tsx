"use client";

import { useTranslations } from "next-intl";
import { useId, useState, useSyncExternalStore } from "react";
import { Button } from "@/app/_ui/Button";
import { controlClass } from "@/app/_ui/fields";
import { cx } from "@/app/_ui/cx";
import { fromCondition, fromFormula, parseExpression, printExpression, toCondition, toFormula, type Condition, type Formula, type NotVisual } from "@/domain/core/expression";
import { isDomainError } from "@/domain/core/errors";
import { expressionProblems } from "@/domain/forms/rules/analyse";
import { typesIn } from "@/domain/forms/rules/scope";
import { ConditionRows } from "./ConditionRows";
import { FormulaRows } from "./FormulaRows";
import { noCondition, type Scope } from "./model";
import { useExpressionWords } from "./words";

type Expected = "boolean" | "value" | "number" | "date";
type Props = {
  /** Carries the text in a form post, with and without script. */
  name?: string;
  /** The expression as text; empty is no condition, or no value yet. */
  value: string;
  onChange: (value: string) => void;
  /** What may be named here: `scopeOf(definition, situations, place)`. */
  scope: Scope;
  /** A condition, or a value of any or of one type. */
  expected: Expected;
  label: string;
};

type Visual = { of: string; condition: Condition } | { of: string; formula: Formula };
const never = () => () => undefined;

/**
 * A condition or a computed value as rows to choose from, or as text for the expert, over the one language. What has no
 * rows stays text, with a word why. Without script it is the text.
 */
export function ExpressionEditor({ name, value, onChange, scope, expected, label }: Props) {
  const t = useTranslations("expressions.editor");
  const words = useExpressionWords(scope);
  const scripted = useSyncExternalStore(never, () => true, () => false);
  const [asText, setAsText] = useState(false);
  const [edited, setEdited] = useState<Visual>();
  // What was built last is kept as built, groups of one row included; anything else is read from the text.
  const visual = edited?.of === value ? edited : visualOf(value, expected);
  const reason = typeof visual === "string" ? visual : undefined;
  const showsText = !scripted || asText || reason !== undefined;
  const put = (next: Omit<Visual, "of">, text: string) => {
    setEdited({ ...next, of: text } as Visual);
    onChange(text);
  };
  return (
    <fieldset className="@container flex min-w-0 flex-col gap-3">
      <legend className="mb-2 font-semibold">{label}</legend>
      {name !== undefined && !showsText && <input type="hidden" name={name} value={value} />}
      {scripted && <ModeButtons asText={showsText} canBeVisual={reason === undefined} onChange={setAsText} />}
      {reason && scripted && <p className="text-hint text-muted">{t(`notVisual.${reason}`)}</p>}
      {showsText || typeof visual === "string"
        ? <TextForm {...{ name, value, onChange, scope, expected, label }} />
        : "condition" in visual
          ? <ConditionRows value={visual.condition} scope={scope} onChange={(condition) => put({ condition }, printed(condition))} />
          : <FormulaRows value={visual.formula} scope={scope} onChange={(formula) => put({ formula }, printExpression(fromFormula(formula)))} />}
      {value.trim() !== "" && reason !== "syntax" && <p aria-live="polite" className="max-w-measure rounded-control bg-subtle px-3 py-2">{t("meaning", { words: words.text(value) })}</p>}
      {!showsText && <Problems {...{ value, scope, expected }} />}
    </fieldset>
  );
}

function printed(condition: Condition): string {
  const expression = fromCondition(condition);
  return expression ? printExpression(expression) : "";
}

function visualOf(text: string, expected: Expected): Visual | NotVisual | "syntax" {
  if (text.trim() === "") return expected === "boolean" ? { of: text, condition: noCondition } : { of: text, formula: { body: { template: "steps", first: { literal: 0 }, steps: [] } } };
  try {
    const expression = parseExpression(text);
    if (expected === "boolean") {
      const condition = toCondition(expression);
      return typeof condition === "string" ? condition : { of: text, condition };
    }
    const formula = toFormula(expression);
    return typeof formula === "string" ? formula : { of: text, formula };
  } catch (error) {
    if (isDomainError(error)) return "syntax";
    throw error;
  }
}

function ModeButtons({ asText, canBeVisual, onChange }: { asText: boolean; canBeVisual: boolean; onChange: (asText: boolean) => void }) {
  const t = useTranslations("expressions.editor");
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- two buttons, no fields
    <div role="group" aria-label={t("mode")} className="flex flex-wrap gap-2 elder:gap-4">
      {[false, true].map((mode) => (
        <Button key={String(mode)} aria-pressed={asText === mode} disabled={!mode && !canBeVisual} className="aria-pressed:border-accent aria-pressed:bg-accent-soft" onClick={() => onChange(mode)}>
          {t(mode ? "text" : "visual")}
        </Button>
      ))}
    </div>
  );
}

function TextForm({ name, value, onChange, scope, expected, label }: Omit<Props, "name"> & { name: string | undefined }) {
  const t = useTranslations("expressions.editor");
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <p id={`${id}-hint`} className="max-w-measure text-hint text-muted">{t("textHint")}</p>
      <textarea aria-label={label} aria-describedby={`${id}-hint`} name={name} rows={3} spellCheck={false} lang="en" value={value} onChange={(event) => onChange(event.currentTarget.value)} className={cx(controlClass, "max-w-form font-mono")} />
      <Problems {...{ value, scope, expected }} />
    </div>
  );
}

/** What analysis before publishing would say about this text. */
function Problems({ value, scope, expected }: { value: string; scope: Scope; expected: Expected }) {
  const t = useTranslations("expressions.editor");
  const words = useExpressionWords(scope);
  const problems = value.trim() === "" ? [] : expressionProblems("", value, { types: typesIn(scope), expected: expected === "value" ? "any" : expected });
  if (problems.length === 0) return null;
  return (
    <ul aria-live="polite" className="flex flex-col gap-1 font-semibold text-danger">
      {problems.map(({ code, params }, index) => {
        const at = Number(params["position"] ?? 0) + 1;
        const found = String(params["found"] ?? "");
        if (code === "forms.unknownField") return <li key={index}>{t("problems.unknown", { path: String(params["path"]) })}</li>;
        if (code === "forms.typeMismatch") return <li key={index}>{t("problems.type", { position: at, expected: words.type(String(params["expected"])), found: words.type(found) })}</li>;
        return <li key={index}>{t("problems.syntax", { position: at, reason: t(`reason.${reasonOf(String(params["reason"]), found)}`, { found }) })}</li>;
      })}
    </ul>
  );
}

const reasons = ["tooLong", "tooDeep", "unknownFunction", "argumentCount", "forbiddenName"] as const;

const reasonOf = (reason: string, found: string) => reasons.find((known) => known === reason) ?? (found === "" ? "end" : "unexpected");
