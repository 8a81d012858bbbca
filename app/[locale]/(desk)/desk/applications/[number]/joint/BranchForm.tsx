"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { moveBranch, type BranchState } from "./actions";

type Props = { id: string; number: string; version: number; step: string; start: BranchState; ask?: readonly { id: string; name: string }[] };

/** Hands a branch back with a reason, or, given departments, asks one of them. */
export function BranchForm({ ask, start, ...branch }: Props) {
  const t = useTranslations("joint");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<BranchState, FormData>(moveBranch, start);
  const mine = state.step === branch.step ? state : {};
  const field = ask ? "departmentId" : "reason";
  const error = mine.wrong ? t(`wrong.${mine.wrong}`) : mine.refusal && refusalText(refused, mine.refusal);
  return (
    <form action={action} noValidate>
      <ActingField />
      <ErrorSummary errors={error ? [{ name: field, message: error }] : []} />
      {Object.entries({ ...branch, _do: ask ? "ask" : "handBack" }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <div key={mine.at ?? ""}>
        <FieldStack>
          {ask ? <Select name="departmentId" label={t("department")} error={error} empty={t("choose")} defaultValue={mine.departmentId} options={ask.map(({ id, name }) => ({ value: id, label: name }))} />
            : <TextArea name="reason" label={t("reason")} hint={t("reasonHint")} limit={2000} rows={3} error={error} defaultValue={mine.reason} />}
          <div><SubmitButton look={ask ? "primary" : "danger"}>{t(ask ? "ask" : "handBack")}</SubmitButton></div>
        </FieldStack>
      </div>
    </form>
  );
}
