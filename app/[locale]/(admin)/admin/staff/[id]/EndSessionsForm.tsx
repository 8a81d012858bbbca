"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { endSessions } from "../actions";
import type { EndState } from "../state";

/** Signs somebody out everywhere, at once. */
export function EndSessionsForm({ accountId }: { accountId: string }) {
  const t = useTranslations("staff.person");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState<EndState, FormData>(endSessions, {});
  return (
    <form action={submit} className="flex flex-col gap-3">
      <ActingField />
      {state.problem && <Notice tone="error" live title={refusalText(errors, state.problem)} />}
      <input type="hidden" name="accountId" value={accountId} />
      <p id="end-sessions" className="text-hint text-muted">{t("endSessionsHint")}</p>
      <div><SubmitButton look="danger" aria-describedby="end-sessions">{t("endSessions")}</SubmitButton></div>
    </form>
  );
}
