"use client";

import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { DateField } from "@/app/_ui/DateField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { staffRoles } from "@/domain/core/actor";
import { propose } from "./actions";
import type { ProposalState } from "./state";

type Typed = Readonly<Record<string, string>>;
type Given = { hidden: Typed; restored: Typed; danger?: boolean };
type Fields = (state: { valueOf: (name: string) => string | undefined; errorOf: (name: string) => string | undefined }) => ReactNode;

const known = ["name", "signInName", "citizenId", "phone", "email", "reason", "role", "departmentId", "validFrom", "validUntil", "divisionCode", "accountId", "postId", "kind"] as const;

/** What is proposed and why; works as a plain form too. */
function ProposalForm({ hidden, restored, danger = false, fields }: Given & { fields?: Fields }) {
  const t = useTranslations("staff.form");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState<ProposalState, FormData>(propose, {});
  const wrong = known.filter((name) => state.wrong?.includes(name));
  const valueOf = (name: string) => state.typed?.[name] ?? restored[name];
  const errorOf = (name: string) => wrong.filter((one) => one === name).map((one) => t(`problems.${one}`))[0];
  return (
    <form action={submit} noValidate className="flex flex-col gap-6">
      <ActingField />
      <ErrorSummary errors={wrong.map((name) => ({ name, message: t(`problems.${name}`) }))} />
      {state.problem && <Notice tone="error" live title={t("refused")}>{refusalText(errors, state.problem)}</Notice>}
      {Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <FieldStack>
        {fields?.({ valueOf, errorOf })}
        <TextArea name="reason" label={t("reason")} hint={t("reasonHint")} error={errorOf("reason")} defaultValue={valueOf("reason")} rows={3} limit={500} />
        <div><SubmitButton look={danger ? "danger" : "primary"}>{t("submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}

/** Something about an account or a post that needs a reason only. */
export function ReasonForm(given: Given) {
  return <ProposalForm {...given} />;
}

function CitizenIdField({ error, value }: { error: string | undefined; value: string | undefined }) {
  const t = useTranslations("staff.form");
  return <TextField name="citizenId" label={t("citizenId")} hint={t("citizenIdHint")} error={error} defaultValue={value} width="medium" autoComplete="off" spellCheck={false} />;
}

/** Whose an account is that was opened without an ID number. */
export function PersonForm(given: Given) {
  return <ProposalForm {...given} fields={({ valueOf, errorOf }) => <CitizenIdField error={errorOf("citizenId")} value={valueOf("citizenId")} />} />;
}

/** A new account. */
export function AccountForm(given: Given) {
  const t = useTranslations("staff.form");
  return (
    <ProposalForm {...given} fields={({ valueOf, errorOf }) => (
      <>
        <TextField name="name" label={t("name")} error={errorOf("name")} defaultValue={valueOf("name")} width="medium" autoComplete="off" />
        <TextField name="signInName" label={t("signInName")} hint={t("signInNameHint")} error={errorOf("signInName")} defaultValue={valueOf("signInName")} width="medium" autoComplete="off" autoCapitalize="none" spellCheck={false} />
        <CitizenIdField error={errorOf("citizenId")} value={valueOf("citizenId")} />
        <TextField name="phone" label={t("phone")} hint={t("phoneHint")} error={errorOf("phone")} defaultValue={valueOf("phone")} optional type="tel" width="medium" autoComplete="off" />
        <TextField name="email" label={t("email")} error={errorOf("email")} defaultValue={valueOf("email")} optional type="email" width="medium" autoComplete="off" spellCheck={false} />
      </>
    )} />
  );
}

/** A role in one of the departments of a division, between two days. */
export function GrantForm({ departments, today, ...given }: Given & { departments: readonly { id: string; name: string }[]; today: string }) {
  const t = useTranslations("staff");
  return (
    <ProposalForm {...given} fields={({ valueOf, errorOf }) => (
      <>
        <Select name="departmentId" label={t("form.department")} error={errorOf("departmentId")} defaultValue={valueOf("departmentId")} options={departments.map(({ id, name }) => ({ value: id, label: name }))} />
        <Select name="role" label={t("form.role")} error={errorOf("role")} defaultValue={valueOf("role")} width="medium" options={staffRoles.map((value) => ({ value, label: t(`roles.${value}`) }))} />
        <DateField name="validFrom" legend={t("form.from")} error={errorOf("validFrom")} defaultValue={valueOf("validFrom") ?? today} />
        <DateField name="validUntil" legend={t("form.until")} hint={t("form.untilHint")} error={errorOf("validUntil")} optional defaultValue={valueOf("validUntil")} />
      </>
    )} />
  );
}
