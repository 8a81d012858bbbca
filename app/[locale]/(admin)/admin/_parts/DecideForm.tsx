"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Button, ButtonRow } from "@/app/_ui/Button";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { textOfKept } from "@/domain/identity/rules/kept-forms";
import type { ActState } from "./state";

type Props = { action: (state: ActState, form: FormData) => Promise<ActState>; id: string; mine: boolean; path: string };

/** Confirms what another wrote or sends it back with a reason; one's own can be taken back. */
export function DecideForm({ action, id, mine, path }: Props) {
  const t = useTranslations("proposals");
  const errors = useTranslations("errors");
  const [state, act] = useActionState<ActState, FormData>(action, {});
  const name = `reason-${id}`;
  const missing = state.wrong?.includes("reason") ? t("reasonMissing") : undefined;
  return (
    <form action={act} noValidate className="flex flex-col gap-4">
      <ActingField />
      <ErrorSummary errors={missing ? [{ name, message: missing }] : []} />
      {state.refusal && <Notice tone="error" live title={t("refused")}>{refusalText(errors, state.refusal)}</Notice>}
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="path" value={path} />
      {mine
        ? <><p className="max-w-measure text-muted">{t("mine")}</p><div><SubmitButton look="secondary" name="outcome" value="withdrawn">{t("withdraw")}</SubmitButton></div></>
        : (
          <>
            <TextField name={name} label={t("reason")} hint={t("reasonHint")} optional error={missing} defaultValue={textOfKept(state.typed, name)} />
            <ButtonRow>
              <Button type="submit" look="primary" name="outcome" value="confirmed">{t("confirm")}</Button>
              <Button type="submit" look="secondary" name="outcome" value="refused">{t("refuse")}</Button>
            </ButtonRow>
          </>
        )}
    </form>
  );
}
