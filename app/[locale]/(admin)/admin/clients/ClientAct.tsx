"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import type { ClientState } from "./actions";
import { Credentials } from "./Credentials";

type Props = {
  action: (state: ClientState, form: FormData) => Promise<ClientState>;
  id?: string;
  label: string;
  done?: string;
  look?: "secondary" | "danger";
};

/** One act as a button, with what came of it. */
export function ClientAct({ action, id, label, done, look = "secondary" }: Props) {
  const [state, send] = useActionState<ClientState, FormData>(action, {});
  const [t, refused] = [useTranslations("consent.clients"), useTranslations("errors")];
  return (
    <form action={send} className="flex flex-col gap-4">
      <ActingField />
      {state.refusal && <FocusOnArrival><Notice tone="error" live title={refusalText(refused, state.refusal)} /></FocusOnArrival>}
      {state.done && done && <Notice tone="success" live title={done} />}
      {state.made && <Credentials made={state.made} title={t("made.rotated")} />}
      {id && <input type="hidden" name="id" value={id} />}
      <div><SubmitButton look={look}>{label}</SubmitButton></div>
    </form>
  );
}
