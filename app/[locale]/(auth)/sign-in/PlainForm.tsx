"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import type { FormState } from "@/app/_shared/identity/attempt";
import type { ButtonLook } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";

type PlainFormProps = { action: (state: FormState, form: FormData) => Promise<FormState>; next: string; submit: string; look?: ButtonLook };

/** One button, and why it did not work. */
export function PlainForm({ action, next, submit, look = "primary" }: PlainFormProps) {
  const refused = useTranslations("errors");
  const [state, submitted] = useActionState(action, {});
  return (
    <form action={submitted} className="flex flex-col items-start gap-4">
      {state.problem && <Notice tone="warning" live title={refusalText(refused, state.problem)} />}
      <input type="hidden" name="next" value={next} />
      <SubmitButton look={look}>{submit}</SubmitButton>
    </form>
  );
}
