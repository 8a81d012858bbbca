"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import type { FormState } from "@/app/_shared/identity/attempt";
import { ButtonRow } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";

type AskAgainProps = { action: (state: FormState, form: FormData) => Promise<FormState>; next: string };

/** Another code for the same number, as a message or read out by a call. */
export function AskAgain({ action, next }: AskAgainProps) {
  const t = useTranslations("signIn.typeCode");
  const refused = useTranslations("errors");
  const [state, submitted] = useActionState(action, {});
  return (
    <form action={submitted} className="flex flex-col gap-4">
      {state.problem && <Notice tone="warning" live title={refusalText(refused, state.problem)} />}
      <input type="hidden" name="next" value={next} />
      <ButtonRow>
        <SubmitButton look="secondary" name="channel" value="text">{t("resend")}</SubmitButton>
        <SubmitButton look="secondary" name="channel" value="voice" icon="phone">{t("voice")}</SubmitButton>
      </ButtonRow>
    </form>
  );
}
