"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { NumberField } from "@/app/_ui/TextField";
import { letIn, type ClientState } from "./actions";

type Props = { id: string; scopes: readonly string[]; dailyQuota: number };

/** What a system may read of certificates in its own name, and how often a day. */
export function ApiForm({ id, scopes, dailyQuota }: Props) {
  const [state, send] = useActionState<ClientState, FormData>(letIn, {});
  const [t, refused] = [useTranslations("consent.clients.api"), useTranslations("errors")];
  const errors = [
    ...(state.wrong ?? []).map((name) => ({ name, message: t(name === "dailyQuota" ? "errors.dailyQuota" : "errors.scopes") })),
    ...(state.refusal ? [{ name: "scopes", message: refusalText(refused, state.refusal) }] : []),
  ];
  const field = (name: string) => ({ name, error: errors.find((error) => error.name === name)?.message });
  return (
    <form action={send} noValidate>
      <ActingField />
      <input type="hidden" name="id" value={id} />
      {state.done && <Notice tone="success" live title={t("done")} />}
      <ErrorSummary errors={errors} />
      <FieldStack>
        <TextArea {...field("scopes")} label={t("scopes")} hint={t("scopesHint")} optional rows={5} spellCheck={false} defaultValue={state.typed?.["scopes"]?.[0] ?? scopes.join("\n")} />
        <NumberField {...field("dailyQuota")} label={t("dailyQuota")} hint={t("dailyQuotaHint")} inputMode="numeric" defaultValue={state.typed?.["dailyQuota"]?.[0] ?? String(dailyQuota)} />
        <div><SubmitButton look="secondary">{t("save")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
