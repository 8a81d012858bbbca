"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Checkbox, RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { grant, type GrantState } from "../../actions";

type GrantFormProps = { items: readonly string[]; days: readonly { days: number; until: string }[]; idempotencyKey: string; start: GrantState };

const reaches = ["submit", "fill", "view"] as const;

/** Who, how far, until when, and whether each submission is confirmed; sensible answers stand there already. */
export function GrantForm({ items, days, idempotencyKey, start }: GrantFormProps) {
  const t = useTranslations("delegations.new");
  const refused = useTranslations("errors");
  const [state, action] = useActionState(grant, start);
  const typed = state.typed ?? {};
  const nameError = state.nameMissing ? t("nameMissing") : undefined;
  const errors = state.problem ? [{ name: "inviteeName", message: refusalText(refused, state.problem) }] : nameError ? [{ name: "inviteeName", message: nameError }] : [];
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={errors} />
      <ActingField />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {items.map((id) => <input key={id} type="hidden" name="item" value={id} />)}
      <FieldStack>
        <TextField name="inviteeName" label={t("name")} hint={t("nameHint")} error={nameError} defaultValue={typed["inviteeName"]} maxLength={40} autoComplete="off" />
        <RadioGroup name="reach" legend={t("reach")} defaultValue={typed["reach"] || "submit"} choices={reaches.map((value) => ({ value, label: t(`reaches.${value}`), hint: t(`reachHints.${value}`) }))} />
        <RadioGroup name="days" legend={t("days")} defaultValue={typed["days"] || "30"} choices={days.map((one) => ({ value: String(one.days), label: t("dayChoice", { days: one.days }), hint: t("until", { day: one.until }) }))} />
        <Checkbox name="awaits" label={t("awaits")} hint={t("awaitsHint")} defaultChecked={typed["awaits"] === undefined || typed["awaits"] === "yes"} />
        <div><SubmitButton>{t("makeCode")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
