"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { decline, type DeclineState } from "./actions";

/** No opinion from this expert, and why. */
export function DeclineForm({ token }: { token: string }) {
  const t = useTranslations("experts.decline");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<DeclineState, FormData>(decline, {});
  const error = state.missing ? t("missing") : state.refusal && refusalText(refused, state.refusal);
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={error ? [{ name: "reason", message: error }] : []} />
      <input type="hidden" name="token" value={token} />
      <FieldStack>
        <TextArea name="reason" label={t("reason")} limit={1000} rows={3} error={error} defaultValue={state.reason} />
        <div><SubmitButton look="danger">{t("submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
