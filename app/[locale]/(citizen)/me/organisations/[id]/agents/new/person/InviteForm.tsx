"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { DateField } from "@/app/_ui/DateField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { invite, type InviteState } from "../../../../actions";
import type { Chosen } from "../../../../scope";

type InviteFormProps = { organisationId: string; chosen: Chosen; idempotencyKey: string; start: InviteState };

const fields = ["name", "phone", "from", "until"] as const;
type FieldName = (typeof fields)[number];

/** At which field a refusal is shown. */
const places: Record<string, FieldName> = {
  "delegations.phoneMalformed": "phone", "delegations.self": "phone", "delegations.startPassed": "from", "delegations.endBeforeStart": "until", "delegations.termTooLong": "until",
};

/** The person by name and phone, and the days. */
export function InviteForm({ organisationId, chosen, idempotencyKey, start }: InviteFormProps) {
  const t = useTranslations("organisations.invite");
  const refused = useTranslations("errors");
  const [{ typed = {}, missing = [], problem }, action] = useActionState(invite, start);
  const missed: Record<FieldName, string> = { name: t("nameMissing"), phone: t("phoneMissing"), from: t("fromMissing"), until: t("untilMissing") };
  const place = problem && (places[problem.code] ?? "name");
  const errorAt = (name: FieldName) => (missing.includes(name) ? missed[name] : place === name && problem ? refusalText(refused, problem) : undefined);
  const errors = fields.flatMap((name) => {
    const message = errorAt(name);
    return message ? [{ name, message }] : [];
  });
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={errors} />
      <ActingField />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="organisation" value={organisationId} />
      {chosen.items.map((id) => <input key={id} type="hidden" name="item" value={id} />)}
      {chosen.application && <input type="hidden" name="application" value={chosen.application} />}
      <FieldStack>
        <TextField name="name" label={t("name")} hint={t("nameHint")} error={errorAt("name")} defaultValue={typed["name"]} width="medium" maxLength={40} autoComplete="off" />
        <TextField name="phone" type="tel" label={t("phone")} hint={t("phoneHint")} error={errorAt("phone")} defaultValue={typed["phone"]} width="medium" maxLength={30} autoComplete="off" />
        <DateField name="from" legend={t("from")} error={errorAt("from")} defaultValue={typed["from"]} />
        <DateField name="until" legend={t("until")} hint={t("untilHint")} error={errorAt("until")} defaultValue={typed["until"]} />
        <div><SubmitButton>{t("submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
