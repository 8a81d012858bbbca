"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Checkbox, CheckboxGroup } from "@/app/_ui/Choices";
import { Details } from "@/app/_ui/Cards";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { PageHeading } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextLink } from "@/app/_ui/TextLink";
import { reasonsFor } from "@/domain/ratings/rules";
import type { RatingLevel, ReasonCode } from "@/domain/ratings/schema";
import { rate, type RateState } from "./actions";

type RatingFormProps = { number: string; level: RatingLevel; idempotencyKey: string; start: RateState };

/** Why: three of the standard reasons at once, the rest on demand; works as a plain form too. */
export function RatingForm({ number, level, idempotencyKey, start }: RatingFormProps) {
  const t = useTranslations("ratings");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<RateState, FormData>(rate, start);
  const { first, more } = reasonsFor(level);
  const choices = (codes: readonly ReasonCode[]) => codes.map((code) => ({ value: code, label: t(`reasonCodes.${code}`) }));
  const error = state.problem && refusalText(refused, state.problem);
  return (
    <form action={action} noValidate>
      <ActingField />
      <ErrorSummary errors={error ? [{ name: "reasons", message: error }] : []} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="level" value={level} />
      <FieldStack>
        <PageHeading
          caption={t("caption", { number })}
          title={t("reasonsTitle")}
          lead={<>{t("chosen", { level: t(`levels.${level}`) })} <TextLink href={`/me/applications/${number}/rate`} className="inline-flex min-h-tap items-center">{t("change")}</TextLink></>}
        />
        <CheckboxGroup name="reasons" legend={t("reasonsLegend")} optional choices={choices(first)} defaultValue={state.reasons} />
        <Details summary={t("moreReasons")} open={more.some((code) => state.reasons?.includes(code))}>
          <CheckboxGroup name="moreReasons" legend={t("moreLegend")} choices={choices(more)} defaultValue={state.reasons} />
        </Details>
        <TextArea name="comment" label={t("comment")} hint={t("commentHint")} optional limit={1000} rows={4} defaultValue={state.comment} />
        <Checkbox name="anonymous" label={t("anonymous")} hint={t("anonymousHint")} defaultChecked={state.anonymous ?? false} />
        <div><SubmitButton>{t("submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
