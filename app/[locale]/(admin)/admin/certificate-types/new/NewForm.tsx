"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { createType } from "../actions";
import type { NewState } from "../state";

/** The lasting identity of a type: everything else can be changed later, edition by edition. */
export function NewForm({ typed }: { typed: NewState["typed"] }) {
  const t = useTranslations("certificateTypes.new");
  const errors = useTranslations("errors");
  const [state, action] = useActionState<NewState, FormData>(createType, { typed, wrong: [] });
  const problem = (name: "id" | "code" | "name") => (state.wrong.includes(name) ? t(`wrong.${name}`) : undefined);
  return (
    <form action={action} noValidate>
      <ActingField />
      <FieldStack>
        <ErrorSummary errors={(["name", "id", "code"] as const).flatMap((name) => (problem(name) ? [{ name, message: problem(name) ?? "" }] : []))} />
        {state.refusal && <Notice tone="error" live title={t("refused")}>{refusalText(errors, state.refusal)}</Notice>}
        <TextField name="name" label={t("name")} width="full" defaultValue={state.typed.name} error={problem("name")} />
        <TextField name="id" label={t("id")} hint={t("idHint")} defaultValue={state.typed.id} error={problem("id")} spellCheck={false} />
        <TextField name="code" label={t("code")} hint={t("codeHint")} defaultValue={state.typed.code} error={problem("code")} spellCheck={false} />
        <div><SubmitButton>{t("create")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
