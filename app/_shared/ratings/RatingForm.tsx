"use client";

import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Checkbox, CheckboxGroup } from "@/app/_ui/Choices";
import { Details } from "@/app/_ui/Cards";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { PageHeading } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { TextLink } from "@/app/_ui/TextLink";
import { reasonsFor } from "@/domain/ratings/rules/reasons";
import type { RatingLevel, ReasonCode } from "@/domain/ratings/schema";
import { ReceiptNote } from "./ReceiptNote";
import type { RateState } from "./state";

type RatingFormProps = {
  action: (state: RateState, form: FormData) => Promise<RateState>;
  hidden: Record<string, string>;
  level: RatingLevel;
  caption: ReactNode;
  /** Where another level is chosen. */
  changeHref: string;
  /** Whether the name is left out by choice, always, or never. */
  nameless: "choice" | "always" | "never";
  /** Where to go on from the code of a rating without a name. */
  next: ReactNode;
  /** Shown in place of the form where nothing can be rated now; the code just given is shown all the same, without JavaScript too. */
  closed?: ReactNode;
  start: RateState;
};

/** Why: three of the standard reasons at once, the rest on demand; works as a plain form too. */
export function RatingForm({ action, hidden, level, caption, changeHref, nameless, next, closed, start }: RatingFormProps) {
  const t = useTranslations("ratings");
  const refused = useTranslations("errors");
  const [state, send] = useActionState<RateState, FormData>(action, start);
  if (state.receipt) return <ReceiptNote receipt={state.receipt}>{next}</ReceiptNote>;
  if (closed) return closed;
  const error = state.problem && refusalText(refused, state.problem);
  return (
    <form action={send} noValidate>
      <ActingField />
      <ErrorSummary errors={error ? [{ name: "reasons", message: error }] : []} />
      {Object.entries({ ...hidden, level }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <FieldStack>
        <PageHeading caption={caption} title={t("reasonsTitle")} lead={<>{t("chosen", { level: t(`levels.${level}`) })} <TextLink href={changeHref} className="inline-flex min-h-tap items-center">{t("change")}</TextLink></>} />
        <Reasons level={level} chosen={state.reasons} />
        <TextArea name="comment" label={t("comment")} hint={t("commentHint")} optional limit={1000} rows={4} defaultValue={state.comment} />
        {nameless === "choice" && <Checkbox name="anonymous" label={t("anonymous")} hint={t("anonymousHint")} defaultChecked={state.anonymous ?? false} />}
        {nameless !== "never" && (
          <Details summary={t("contactFold")} open={Boolean(state.contact)}>
            <TextField name="contact" label={t(nameless === "choice" ? "contactIfNameless" : "contact")} hint={t("contactHint")} optional defaultValue={state.contact} autoComplete="off" />
          </Details>
        )}
        <div><SubmitButton>{t("submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}

function Reasons({ level, chosen }: { level: RatingLevel; chosen: readonly string[] | undefined }) {
  const t = useTranslations("ratings");
  const { first, more } = reasonsFor(level);
  const choices = (codes: readonly ReasonCode[]) => codes.map((code) => ({ value: code, label: t(`reasonCodes.${code}`) }));
  return (
    <>
      <CheckboxGroup name="reasons" legend={t("reasonsLegend")} optional choices={choices(first)} defaultValue={chosen} />
      <Details summary={t("moreReasons")} open={more.some((code) => chosen?.includes(code))}>
        <CheckboxGroup name="moreReasons" legend={t("moreLegend")} choices={choices(more)} defaultValue={chosen} />
      </Details>
    </>
  );
}
