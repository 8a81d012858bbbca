"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import type { LinkState } from "./actions";

/** One act as a button, with what the server said when it refused. */
export function LinkForm({ action, label }: { action: () => Promise<LinkState>; label: string }) {
  const [state, send] = useActionState<LinkState>(action, {});
  const refused = useTranslations("errors");
  return (
    <form action={send} className="flex flex-col gap-4">
      {state.problem && <FocusOnArrival><Notice tone="error" live title={refusalText(refused, state.problem)} /></FocusOnArrival>}
      <div><SubmitButton>{label}</SubmitButton></div>
    </form>
  );
}
