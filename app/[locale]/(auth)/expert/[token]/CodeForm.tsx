"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { enter, sendCode, type CodeState } from "./actions";

/** Asks for the code, or takes it once it was sent. */
export function CodeForm({ token, sent }: { token: string; sent: boolean }) {
  const t = useTranslations("experts.enter");
  const refused = useTranslations("errors");
  const [entry, take] = useActionState<CodeState, FormData>(enter, {});
  const [sending, send] = useActionState<CodeState, FormData>(sendCode, {});
  const wrong = entry.missing ? t("missing") : entry.refusal && refusalText(refused, entry.refusal);
  const notSent = sending.refusal && refusalText(refused, sending.refusal);
  return (
    <div className="flex flex-col gap-6">
      <ErrorSummary errors={[...(wrong ? [{ name: "code", message: wrong }] : []), ...(notSent ? [{ name: "send", message: notSent }] : [])]} />
      {sent && (
        <form action={take} noValidate>
          <input type="hidden" name="token" value={token} />
          <FieldStack>
            <TextField name="code" label={t("code")} hint={t("codeHint")} error={wrong} width="short" inputMode="numeric" autoComplete="one-time-code" />
            <div><SubmitButton>{t("open")}</SubmitButton></div>
          </FieldStack>
        </form>
      )}
      <form action={send} id="field-send">
        <input type="hidden" name="token" value={token} />
        <SubmitButton look={sent ? "secondary" : "primary"}>{sent ? t("again") : t("send")}</SubmitButton>
      </form>
    </div>
  );
}
