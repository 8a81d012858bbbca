"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/Button";
import { stepOperators, type Formula, type FormulaBody, type Operand } from "@/domain/core/expression";
import { ConditionRows } from "./ConditionRows";
import { noCondition, replaced, type Scope } from "./model";
import { FormulaOperand, PlainSelect, RemoveButton } from "./parts";

type Context = { scope: Scope };
type Props = Context & { value: Formula; onChange: (value: Formula) => void };

const templates = ["steps", "min", "max", "days", "cases"] as const;
const stepWords = { "+": "plus", "-": "minus", "*": "times", "/": "over" } as const;
const mostDecimals = 4;

/** A computed value as one of the templates, rounded or not. */
export function FormulaRows({ value, onChange, scope }: Props) {
  const t = useTranslations("expressions.editor");
  const put = (body: FormulaBody) => onChange({ ...value, body });
  const choose = (chosen: string) => put(blank(templates.find((template) => template === chosen) ?? "steps", value.body));
  return (
    <div className="flex flex-col gap-4">
      <Row label={t("template")}>
        <PlainSelect label={t("template")} value={value.body.template} choices={templates.map((template) => ({ value: template, label: t(`templates.${template}`) }))} onChange={choose} />
      </Row>
      <Body body={value.body} onChange={put} scope={scope} />
      {value.body.template !== "cases" && (
        <Row label={t("rounding")}>
          <PlainSelect label={t("rounding")} value={String(value.decimals)} choices={roundings(t)} onChange={(chosen) => onChange(rounded(value.body, chosen))} />
        </Row>
      )}
    </div>
  );
}

const roundings = (t: ReturnType<typeof useTranslations<"expressions.editor">>) => [
  { value: "undefined", label: t("noRounding") },
  { value: "null", label: t("whole") },
  ...Array.from({ length: mostDecimals }, (_, index) => ({ value: String(index + 1), label: t("decimals", { count: index + 1 }) })),
];

function rounded(body: FormulaBody, chosen: string): Formula {
  if (chosen === "undefined") return { body };
  return { body, decimals: chosen === "null" ? null : Number(chosen) };
}

/** The first value is carried over from one template to the next. */
function blank(template: FormulaBody["template"], before: FormulaBody): FormulaBody {
  const kept: Operand = before.template === "steps" ? before.first : { literal: 0 };
  switch (template) {
    case "steps":
      return { template, first: kept, steps: [] };
    case "min":
    case "max":
      return { template, operands: [kept, { literal: 0 }] };
    case "days":
      return { template, from: { path: "today" }, to: { path: "today" } };
    case "cases":
      return { template, cases: [{ when: noCondition, gives: kept }], otherwise: { literal: 0 } };
  }
}

type BodyProps<T extends FormulaBody["template"]> = Context & { body: Extract<FormulaBody, { template: T }>; onChange: (body: FormulaBody) => void };

function Body(props: Context & { body: FormulaBody; onChange: (body: FormulaBody) => void }) {
  const { body } = props;
  switch (body.template) {
    case "steps":
      return <Steps {...props} body={body} />;
    case "min":
    case "max":
      return <Extremes {...props} body={body} />;
    case "days":
      return <Days {...props} body={body} />;
    case "cases":
      return <Cases {...props} body={body} />;
  }
}

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="grid items-center gap-2 @md:grid-cols-[10rem_minmax(0,24rem)] elder:@md:grid-cols-1">
      <span aria-hidden="true" className="font-semibold">{label}</span>
      {children}
    </div>
  );
}

function Steps({ body, onChange, scope }: BodyProps<"steps">) {
  const t = useTranslations("expressions.editor");
  const put = (steps: typeof body.steps) => onChange({ ...body, steps });
  return (
    <>
      <Row label={t("first")}><FormulaOperand label={t("first")} type="any" scope={scope} value={body.first} onChange={(first) => onChange({ ...body, first })} /></Row>
      {body.steps.map((step, index) => {
        const number = index + 1;
        return (
          <div key={index} className="grid items-start gap-2 @md:grid-cols-[10rem_minmax(0,24rem)_auto] elder:@md:grid-cols-1">
            <PlainSelect label={t("step", { number })} value={step.operator} choices={stepOperators.map((operator) => ({ value: operator, label: t(stepWords[operator]) }))} onChange={(chosen) => put(replaced(body.steps, index, { ...step, operator: stepOperators.find((operator) => operator === chosen) ?? step.operator }))} />
            <FormulaOperand label={t("stepValue", { number })} type="any" scope={scope} value={step.operand} onChange={(operand) => put(replaced(body.steps, index, { ...step, operand }))} />
            <RemoveButton label={t("removeStep", { number })} onClick={() => put(replaced(body.steps, index, undefined))} />
          </div>
        );
      })}
      <div><Button onClick={() => put([...body.steps, { operator: "+", operand: { literal: 0 } }])}>{t("addStep")}</Button></div>
    </>
  );
}

function Extremes({ body, onChange, scope }: BodyProps<"min" | "max">) {
  const t = useTranslations("expressions.editor");
  const put = (operands: Operand[]) => onChange({ ...body, operands });
  return (
    <>
      {body.operands.map((operand, index) => {
        const number = index + 1;
        return (
          <div key={index} className="grid items-start gap-2 @md:grid-cols-[10rem_minmax(0,24rem)_auto] elder:@md:grid-cols-1">
            <span aria-hidden="true" className="font-semibold">{t("operand", { number })}</span>
            <FormulaOperand label={t("operand", { number })} type="number" scope={scope} value={operand} onChange={(changed) => put(replaced(body.operands, index, changed))} />
            {body.operands.length > 1 && <RemoveButton label={t("removeOperand", { number })} onClick={() => put(replaced(body.operands, index, undefined))} />}
          </div>
        );
      })}
      <div><Button onClick={() => put([...body.operands, { literal: 0 }])}>{t("addOperand")}</Button></div>
    </>
  );
}

function Days({ body, onChange, scope }: BodyProps<"days">) {
  const t = useTranslations("expressions.editor");
  return (["from", "to"] as const).map((end) => (
    <Row key={end} label={t(end)}><FormulaOperand label={t(end)} type="date" scope={scope} value={body[end]} onChange={(operand) => onChange({ ...body, [end]: operand })} /></Row>
  ));
}

function Cases({ body, onChange, scope }: BodyProps<"cases">) {
  const t = useTranslations("expressions.editor");
  const put = (cases: typeof body.cases) => onChange({ ...body, cases });
  return (
    <>
      {body.cases.map((one, index) => {
        const number = index + 1;
        return (
          <fieldset key={index} className="flex min-w-0 flex-col gap-3 rounded-card border border-line p-3">
            <legend className="px-1 font-semibold">{t("case", { number })}</legend>
            <ConditionRows value={one.when} onChange={(when) => put(replaced(body.cases, index, { ...one, when }))} scope={scope} />
            <Row label={t("then", { number })}><FormulaOperand label={t("then", { number })} type="any" scope={scope} value={one.gives} onChange={(gives) => put(replaced(body.cases, index, { ...one, gives }))} /></Row>
            {body.cases.length > 1 && <div><Button look="quiet" onClick={() => put(replaced(body.cases, index, undefined))}>{t("removeCase", { number })}</Button></div>}
          </fieldset>
        );
      })}
      <div><Button onClick={() => put([...body.cases, { when: noCondition, gives: { literal: 0 } }])}>{t("addCase")}</Button></div>
      <Row label={t("otherwise")}><FormulaOperand label={t("otherwise")} type="any" scope={scope} value={body.otherwise} onChange={(otherwise) => onChange({ ...body, otherwise })} /></Row>
    </>
  );
}
