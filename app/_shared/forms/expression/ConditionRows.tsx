"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId, useRef, type ReactNode } from "react";
import { Button, ButtonRow } from "@/app/_ui/Button";
import { isGroup, isLiteral, type Condition, type ConditionGroup, type ConditionRow, type Join, type Literal, type RowOperator } from "@/domain/core/expression";
import { localText } from "../localised";
import { entryAt, firstLiteral, operatorsFor, peersOf, replaced, rowAbout, typeOfSubject, withOperator, type Scope } from "./model";
import { LiteralInput, OperandInput, PlainSelect, RemoveButton, SubjectSelect } from "./parts";

type Context = { scope: Scope };
type Props = Context & { value: Condition; onChange: (value: Condition) => void };

/** A condition as rows that are all, or any, to hold; some may stand together in a group. */
export function ConditionRows({ value, onChange, scope }: Props) {
  const t = useTranslations("expressions.editor");
  const { adder, andFocus } = useFocusAfterRemoval();
  const [first] = scope;
  if (!first) return <p className="text-muted">{t("nothing")}</p>;
  const put = (entries: Condition["entries"]) => onChange({ ...value, entries });
  const fresh = () => rowAbout({ path: first.path }, scope);
  return (
    <div className="flex flex-col gap-4">
      {value.entries.length === 0 && <p className="text-muted">{t("blankCondition")}</p>}
      {value.entries.length > 1 && <JoinSelect value={value.join} onChange={(join) => onChange({ ...value, join })} />}
      <ol className="flex flex-col gap-3">
        {value.entries.map((entry, index) => {
          const change = (changed: typeof entry | undefined) => put(replaced(value.entries, index, changed));
          const remove = () => andFocus(() => change(undefined));
          return (
            <li key={index}>
              {isGroup(entry)
                ? <Group group={entry} number={index + 1} onChange={change} onRemove={remove} scope={scope} />
                : <Row row={entry} at={t("row", { number: index + 1 })} onChange={change} onRemove={remove} scope={scope} />}
            </li>
          );
        })}
      </ol>
      <ButtonRow>
        <Button ref={adder} onClick={() => put([...value.entries, fresh()])}>{t("addRow")}</Button>
        <Button onClick={() => put([...value.entries, { join: value.join === "all" ? "any" : "all", rows: [fresh(), fresh()] }])}>{t("addGroup")}</Button>
      </ButtonRow>
    </div>
  );
}

/** Removing something takes the focus with it: it goes to the button that adds. */
function useFocusAfterRemoval() {
  const adder = useRef<HTMLButtonElement>(null);
  const andFocus = (remove: () => void) => {
    remove();
    adder.current?.focus();
  };
  return { adder, andFocus };
}

function JoinSelect({ value, onChange }: { value: Join; onChange: (join: Join) => void }) {
  const t = useTranslations("expressions.editor");
  return <PlainSelect label={t("joinLabel")} value={value} choices={[{ value: "all", label: t("all") }, { value: "any", label: t("any") }]} onChange={(join) => onChange(join === "any" ? "any" : "all")} className="max-w-[20rem]" />;
}

type GroupProps = Context & { group: ConditionGroup; number: number; onChange: (group: ConditionGroup | undefined) => void; onRemove: () => void };

function Group({ group, number, onChange, onRemove, scope }: GroupProps) {
  const t = useTranslations("expressions.editor");
  const { adder, andFocus } = useFocusAfterRemoval();
  const name = t("group", { number });
  const put = (rows: ConditionRow[]) => onChange(rows.length > 0 ? { ...group, rows } : undefined);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-card border border-line p-3">
      <legend className="px-1 font-semibold">{name}</legend>
      <JoinSelect value={group.join} onChange={(join) => onChange({ ...group, join })} />
      <ol className="flex flex-col gap-3">
        {group.rows.map((row, index) => (
          <li key={index}>
            <Row row={row} at={t("inGroup", { group: number, number: index + 1 })} onChange={(changed) => put(replaced(group.rows, index, changed))} onRemove={() => andFocus(() => put(replaced(group.rows, index, undefined)))} scope={scope} />
          </li>
        ))}
      </ol>
      <ButtonRow>
        <Button ref={adder} onClick={() => put([...group.rows, rowAbout(group.rows.at(-1)?.subject ?? { path: scope[0]?.path ?? "today" }, scope)])}>{t("addRow")}</Button>
        <Button look="quiet" onClick={onRemove}>{t("removeGroup", { at: name })}</Button>
      </ButtonRow>
    </fieldset>
  );
}

type RowProps = Context & { row: ConditionRow; at: string; onChange: (row: ConditionRow) => void; onRemove: () => void };

function Row({ row, at, onChange, onRemove, scope }: RowProps) {
  const t = useTranslations("expressions.editor");
  const ofDay = typeOfSubject(row.subject, scope) === "date";
  const offered = operatorsFor(row.subject, scope);
  const operators = offered.includes(row.operator) ? offered : [row.operator, ...offered];
  return (
    <div className="grid items-start gap-2 elder:gap-4 @2xl:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,4fr)_auto] elder:@2xl:grid-cols-1">
      <SubjectSelect label={t("subject", { at })} scope={scope} value={row.subject} onChange={(subject) => onChange(rowAbout(subject, scope))} />
      <PlainSelect
        label={t("compare", { at })}
        value={row.operator}
        choices={operators.map((operator) => ({ value: operator, label: t(`operator.${ofDay ? (dayWords[operator] ?? operator) : operator}`) }))}
        onChange={(chosen) => onChange(withOperator(row, operators.find((operator) => operator === chosen) ?? row.operator, scope))}
      />
      <RowValue {...{ row, at, scope, onChange }} />
      <RemoveButton label={t("remove", { at })} onClick={onRemove} />
    </div>
  );
}

const dayWords: Partial<Record<RowOperator, "before" | "notAfter" | "after" | "notBefore">> = { less: "before", atMost: "notAfter", more: "after", atLeast: "notBefore" };

function RowValue({ row, at, scope, onChange }: Context & Omit<RowProps, "onRemove">): ReactNode {
  const t = useTranslations("expressions.editor");
  const locale = useLocale();
  const { subject, operator, value } = row;
  if (!value) return <span className="@max-2xl:hidden" />;
  const label = t("value", { at });
  const entry = subject.measure ? undefined : entryAt(scope, subject);
  const options = entry?.options?.map((option) => ({ value: option.value, label: localText(option.label, locale) }));
  if ("list" in value) return <ValueList {...{ label, value: value.list, options }} onChange={(list) => onChange({ subject, operator, value: { list } })} />;
  const type = typeOfSubject(subject, scope);
  if (operator === "contains" || operator === "lacks") {
    const literal = isLiteral(value) ? value.literal : "";
    return <LiteralInput {...{ label, options, type }} value={literal} onChange={(changed) => onChange({ subject, operator, value: { literal: changed } })} />;
  }
  return <OperandInput {...{ label, scope, value }} peers={peersOf(subject, scope)} fixed={{ type, options, first: () => firstLiteral(subject, scope) }} onChange={(changed) => onChange({ subject, operator, value: changed })} />;
}

/** Several of the options; values outside of them, and where there are none, as a text with commas. */
function ValueList({ label, value, options, onChange }: { label: string; value: readonly Literal[]; options: readonly { value: string; label: string }[] | undefined; onChange: (list: Literal[]) => void }) {
  const t = useTranslations("expressions.editor");
  const id = useId();
  if (!options) return <LiteralInput label={label} type="string" value={value.join("、")} onChange={(text) => onChange(String(text).split(/[、,，]/).map((one) => one.trim()))} />;
  const strangers = value.filter((chosen) => !options.some((option) => option.value === chosen)).map((chosen) => ({ value: String(chosen), label: String(chosen) }));
  const toggle = (chosen: string, on: boolean) => onChange([...strangers, ...options].map((option) => option.value).filter((one) => (one === chosen ? on : value.includes(one))));
  return (
    <fieldset aria-label={label} aria-describedby={value.length === 0 ? id : undefined} className="min-w-0">
      {[...strangers, ...options].map((option) => (
        <label key={option.value} className="flex min-h-tap items-center gap-2">
          <input type="checkbox" checked={value.includes(option.value)} onChange={(event) => toggle(option.value, event.currentTarget.checked)} className="size-tick shrink-0" />
          {option.label}
        </label>
      ))}
      {value.length === 0 && <p id={id} className="text-hint font-semibold text-danger">{t("chooseOne")}</p>}
    </fieldset>
  );
}
