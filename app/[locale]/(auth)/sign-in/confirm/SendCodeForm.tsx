"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { sendProofCode, type ConfirmState } from "./actions";

/** Asks for a code to one's own phone; again, once one was sent. */
export function SendCodeForm({ next, sent }: { next: string; sent: boolean }) {
  const t = useTranslations("security.confirm.phoneCode");
  const [state, submit] = useActionState<ConfirmState, FormData>(sendProofCode, {});
  const refused = useTranslations("errors");
  return (
    <form action={submit} className="flex flex-col gap-4">
      {state.problem && <FocusOnArrival><Notice tone="error" live title={refusalText(refused, state.problem)} /></FocusOnArrival>}
      <input type="hidden" name="next" value={next} />
      <div><SubmitButton look={sent ? "quiet" : "primary"}>{t(sent ? "again" : "send")}</SubmitButton></div>
    </form>
  );
}
