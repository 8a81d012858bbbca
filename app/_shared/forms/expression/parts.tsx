"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { dayOfInstant } from "@/app/_i18n/format";
import { Button } from "@/app/_ui/Button";
import { cx } from "@/app/_ui/cx";
import { controlClass } from "@/app/_ui/fields";
import { isLiteral, type ExpressionType, type Literal, type Operand, type Subject } from "@/domain/core/expression";
import { isDay } from "@/domain/core/days";
import { entryAt, keyOf, operandsOf, subjectsOf, type Scope } from "./model";
import { useExpressionWords } from "./words";

/** A control without a visible label of its own: rows are read as sentences. */
type Labelled = { label: string };

type Choice = { value: string; label: string };

export function PlainSelect({ label, value, choices, groups = [], onChange, className }: Labelled & { value: string; choices?: readonly Choice[]; groups?: readonly { label: string; choices: readonly Choice[] }[]; onChange: (value: string) => void; className?: string }) {
  const options = (list: readonly Choice[]) => list.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>);
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)} className={cx(controlClass, "min-w-0", className)}>
      {options(choices ?? [])}
      {groups.filter((group) => group.choices.length > 0).map((group) => <optgroup key={group.label} label={group.label}>{options(group.choices)}</optgroup>)}
    </select>
  );
}

/** Subjects by where they come from, for a select; one that is no longer known stays as it is. */
export function useSubjectGroups(scope: Scope) {
  const t = useTranslations("expressions.editor");
  const words = useExpressionWords(scope);
  const groupOf = ({ path }: Subject) => {
    const entry = entryAt(scope, { path });
    if (entry?.kind === "today") return t("ofDay");
    if (entry?.kind === "profile") return t("ofProfile");
    if (entry?.kind === "situation") return t("ofSituations");
    return entry?.group ? t("ofRows") : t("ofAnswers");
  };
  return (subjects: readonly Subject[], current?: Subject) => {
    const all = current && !subjects.some((subject) => keyOf(subject) === keyOf(current)) ? [current, ...subjects] : subjects;
    return [t("ofAnswers"), t("ofRows"), t("ofSituations"), t("ofProfile"), t("ofDay")].map((label) => ({
      label, choices: all.filter((subject) => groupOf(subject) === label).map((subject) => ({ value: keyOf(subject), label: words.subject(subject) })),
    }));
  };
}

const subjectFrom = (key: string, scope: Scope, current: Subject): Subject => scope.flatMap(subjectsOf).find((subject) => keyOf(subject) === key) ?? current;

export function SubjectSelect({ label, scope, value, onChange }: Labelled & { scope: Scope; value: Subject; onChange: (subject: Subject) => void }) {
  const groups = useSubjectGroups(scope);
  return <PlainSelect label={label} value={keyOf(value)} groups={groups(scope.flatMap(subjectsOf), value)} onChange={(key) => onChange(subjectFrom(key, scope, value))} />;
}

type LiteralProps = Labelled & { type: ExpressionType; options?: readonly Choice[] | undefined; value: Literal; onChange: (value: Literal) => void };

/** One fixed value, by type: a choice, yes or no, a number, a day, a text. */
export function LiteralInput({ label, type, options, value, onChange }: LiteralProps) {
  const t = useTranslations("expressions.value");
  if (value === null) return <PlainSelect label={label} value="null" choices={[{ value: "null", label: t("none") }]} onChange={() => undefined} />;
  if (options) {
    const known = options.some((option) => option.value === value) ? options : [{ value: String(value), label: String(value) }, ...options];
    return <PlainSelect label={label} value={String(value)} choices={known} onChange={onChange} />;
  }
  if (typeof value === "boolean") return <PlainSelect label={label} value={String(value)} choices={[{ value: "true", label: t("yes") }, { value: "false", label: t("no") }]} onChange={(chosen) => onChange(chosen === "true")} />;
  return <TypedInput label={label} kind={typeof value === "number" ? "number" : type === "date" ? "date" : "text"} value={value} onChange={onChange} />;
}

const readers = {
  number: (text: string): Literal | undefined => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined),
  date: (text: string): Literal | undefined => (isDay(text) ? text : undefined),
  text: (text: string): Literal | undefined => text,
};

/** What is typed stays as typed; only what can be read is passed on. */
function TypedInput({ label, kind, value, onChange }: Labelled & { kind: keyof typeof readers; value: string | number; onChange: (value: Literal) => void }) {
  const t = useTranslations("expressions.editor");
  const id = useId();
  const [typed, setTyped] = useState({ of: value, text: String(value) });
  const shown = typed.of === value ? typed.text : String(value);
  const wrong = readers[kind](shown) === undefined;
  const change = (text: string) => {
    const read = readers[kind](text);
    setTyped({ of: typeof read === "string" || typeof read === "number" ? read : value, text });
    if (read !== undefined) onChange(read);
  };
  return (
    <div className="min-w-0">
      <input aria-label={label} type={kind === "date" ? "date" : "text"} inputMode={kind === "number" ? "decimal" : undefined} value={shown} autoComplete="off" aria-invalid={wrong || undefined} aria-describedby={wrong ? id : undefined} onChange={(event) => change(event.currentTarget.value)} className={cx(controlClass, "tabular-nums")} />
      {wrong && <p id={id} className="text-hint font-semibold text-danger">{kind === "number" ? t("notNumber") : t("notDate")}</p>}
    </div>
  );
}

type OperandProps = Labelled & {
  scope: Scope; value: Operand; peers: readonly Subject[]; onChange: (value: Operand) => void;
  fixed: { type: ExpressionType; options?: readonly Choice[] | undefined; first: () => Literal };
  /** A fixed text may stand here beside a fixed number. */
  texts?: boolean;
};

const FIXED = "=";
const TEXT = "=text";

/** A fixed value, or what another field says. */
export function OperandInput({ label, scope, value, peers, onChange, fixed, texts = false }: OperandProps) {
  const t = useTranslations("expressions.editor");
  const groups = useSubjectGroups(scope);
  const named = isLiteral(value) ? undefined : value;
  const literal = isLiteral(value) ? <LiteralInput label={peers.length > 0 ? t("fixedValue", { at: label }) : label} type={fixed.type} options={fixed.options} value={value.literal} onChange={(changed) => onChange({ literal: changed })} /> : null;
  if (peers.length === 0 && literal) return literal;
  const isText = isLiteral(value) && typeof value.literal === "string";
  const choose = (key: string) => {
    if (key === FIXED || key === TEXT) onChange({ literal: key === TEXT ? "" : fixed.first() });
    else onChange(subjectFrom(key, scope, named ?? { path: key }));
  };
  const choices = [{ value: FIXED, label: t("fixed") }, ...(texts ? [{ value: TEXT, label: t("fixedText") }] : [])];
  return (
    <div className="grid min-w-0 gap-2">
      <PlainSelect label={label} value={named ? keyOf(named) : texts && isText ? TEXT : FIXED} choices={choices} groups={groups(peers, named)} onChange={choose} />
      {literal}
    </div>
  );
}

/** A value of a formula: a number, a text or a day, fixed or of any field that holds one. */
export function FormulaOperand({ label, scope, value, onChange, type }: Labelled & { scope: Scope; value: Operand; onChange: (value: Operand) => void; type: "number" | "date" | "any" }) {
  const peers = operandsOf(scope, (found) => (type === "any" ? typeof found !== "object" : found === type));
  return <OperandInput {...{ label, scope, value, peers, onChange }} fixed={{ type, first: () => (type === "date" ? dayOfInstant(new Date()) : 0) }} texts={type === "any"} />;
}

export function RemoveButton({ label, onClick }: Labelled & { onClick: () => void }) {
  return <Button look="quiet" icon="close" title={label} onClick={onClick} className="justify-self-start"><span className="sr-only">{label}</span></Button>;
}
