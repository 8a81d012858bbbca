"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ButtonRow } from "@/app/_ui/Button";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { decide } from "./actions";

/** Confirm, or refuse. */
export function DecideForm({ approval }: { approval: string }) {
  const t = useTranslations("signIn.approve");
  const refused = useTranslations("errors");
  const [state, submitted] = useActionState(decide, {});
  return (
    <form action={submitted} className="flex flex-col gap-5">
      {state.problem && <Notice tone="warning" live title={refusalText(refused, state.problem)} />}
      <input type="hidden" name="approval" value={approval} />
      <ButtonRow>
        <SubmitButton name="decision" value="approve">{t("approve")}</SubmitButton>
        <SubmitButton name="decision" value="refuse" look="danger">{t("refuse")}</SubmitButton>
      </ButtonRow>
    </form>
  );
}
