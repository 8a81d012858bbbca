"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActForm, type FormView } from "@/app/_shared/desk/ActForm";
import type { ActState } from "@/app/_shared/desk/actState";
import { ExpressionEditor } from "@/app/_shared/forms/expression/ExpressionEditor";
import type { Scope } from "@/app/_shared/forms/expression/model";
import { Details } from "@/app/_ui/Cards";
import { CheckboxGroup, RadioGroup } from "@/app/_ui/Choices";
import { Select } from "@/app/_ui/Select";
import { TextField } from "@/app/_ui/TextField";
import { routedRoles } from "@/domain/applications/schema/assignment";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";

type Choices = { divisions: readonly { code: string; name: string }[]; items: readonly { id: string; name: string }[]; people: readonly { id: string; name: string; roles: readonly string[] }[] };
type Props = {
  action: (before: ActState, form: FormData) => Promise<ActState>;
  hidden: Record<string, string | number>;
  choices: Choices;
  /** The rule as it is, or what was typed. */
  start: KeptFields;
  /** What a condition may be about; nothing while the rule names no item. */
  scope?: Scope;
};

/** What a rule asks of a case and to whom it gives it. */
export function RuleForm({ action, hidden, choices, start, scope = [] }: Props) {
  const t = useTranslations("assignment.routing");
  return <ActForm action={action} hidden={hidden} label={t("save")} start={start}>{(form) => <Fields form={form} choices={choices} scope={scope} />}</ActForm>;
}

function Fields({ form: { text, all, isMissing }, choices: { items, people, divisions }, scope }: { form: FormView; choices: Choices; scope: Scope }) {
  const t = useTranslations("assignment.routing");
  const roles = useTranslations("assignment.roles");
  const wrong = (name: "name" | "divisionCode" | "accountId" | "role") => (isMissing(name) ? t(`missing.${name}`) : undefined);
  const division = text("divisionCode") || divisions[0]?.code;
  // A rule may stand for a division in which the department has no item any more.
  const named = division === undefined || divisions.some(({ code }) => code === division) ? divisions : [...divisions, { code: division, name: t("otherDivision") }];
  const rolesOf = (held: readonly string[]) => routedRoles.filter((role) => held.includes(role)).map((role) => roles(role)).join(" · ");
  return (
    <>
      <TextField name="name" label={t("name")} maxLength={80} autoComplete="off" defaultValue={text("name")} error={wrong("name")} />
      <RadioGroup name="role" legend={t("role")} inline defaultValue={text("role") || "clerk"} error={wrong("role")} choices={routedRoles.map((value) => ({ value, label: roles(value) }))} />
      <Select name="divisionCode" label={t("divisionCode")} hint={t("divisionHint")} empty={false} defaultValue={division} error={wrong("divisionCode")} options={named.map(({ code, name }) => ({ value: code, label: `${name} · ${code}` }))} />
      {items.length > 0 && (
        <Details summary={t("items")} open={all("items").length > 0}>
          <CheckboxGroup name="items" legend={t("items")} hint={t("itemsHint")} defaultValue={all("items")} choices={items.map(({ id, name }) => ({ value: id, label: <span lang="zh-CN">{name}</span> }))} />
        </Details>
      )}
      {scope.length > 0 ? <Condition value={text("when")} scope={scope} label={t("condition")} /> : <div className="max-w-measure"><p className="font-semibold">{t("condition")}</p><p className="text-hint text-muted">{t("conditionHint")}</p></div>}
      {/* Asked only for a named person; a browser without :has() shows it always. */}
      <div className="group/target flex flex-col gap-8">
        <RadioGroup name="target" legend={t("target")} defaultValue={text("target") || "leastLoaded"} error={isMissing("target") ? t("missing.target") : undefined} choices={(["leastLoaded", "person", "pool"] as const).map((value) => ({ value, label: t(`targets.${value}`) }))} />
        <div className="group-has-[[value=leastLoaded]:checked]/target:hidden group-has-[[value=pool]:checked]/target:hidden">
          <Select name="accountId" label={t("accountId")} hint={t("accountHint")} defaultValue={text("accountId")} error={wrong("accountId")} options={people.map(({ id, name, roles: held }) => ({ value: id, label: `${name} · ${rolesOf(held)}` }))} />
        </div>
      </div>
    </>
  );
}

function Condition({ value, scope, label }: { value: string; scope: Scope; label: string }) {
  const [condition, setCondition] = useState(value);
  return <ExpressionEditor name="when" label={label} value={condition} onChange={setCondition} scope={scope} expected="boolean" />;
}
