"use client";

import { useTranslations } from "next-intl";
import { lazy, useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Page, PageHeading } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { lookUp } from "./actions";
import type { ProgressState } from "./state";

// Most of this page's script is for the answer, and comes with it; the server has it at hand for those without script.
const ProgressCard = lazy(() => import("./ProgressCard").then((card) => ({ default: card.ProgressCard })));

const start: ProgressState = { at: "start", typed: { number: "", queryCode: "" }, missing: [], refusal: null, found: null };

/** Number and query code; the answer stands above the form on the same page. */
export function ProgressForm() {
  const t = useTranslations("progress");
  const refused = useTranslations("errors");
  const [state, submit] = useActionState(lookUp, start);
  const errors = [
    ...state.missing.map((name) => ({ name, message: t(`${name}.missing`) })),
    ...(state.refusal ? [{ name: "number", message: refusalText(refused, state.refusal) }] : []),
  ];
  const errorOf = (name: string) => errors.find((error) => error.name === name)?.message;
  return (
    <Page width="form" notice={<ErrorSummary errors={errors} />}>
      <PageHeading title={t("title")} lead={t("lead")} />
      {state.found && <FocusOnArrival key={state.at}><ProgressCard found={state.found} /></FocusOnArrival>}
      <form action={submit} noValidate className={state.found ? "border-t border-line pt-8" : undefined}>
        <FieldStack key={state.at}>
          {state.found && <h2 className="text-h2 font-bold">{t("another")}</h2>}
          <TextField name="number" label={t("number.label")} hint={t("number.hint")} error={errorOf("number")} defaultValue={state.typed.number} autoComplete="off" autoCapitalize="characters" spellCheck={false} className="tabular-nums" />
          <TextField name="queryCode" label={t("queryCode.label")} hint={t("queryCode.hint")} error={errorOf("queryCode")} defaultValue={state.typed.queryCode} width="short" inputMode="numeric" autoComplete="off" className="tabular-nums" />
          <div><SubmitButton>{t("submit")}</SubmitButton></div>
        </FieldStack>
      </form>
    </Page>
  );
}
