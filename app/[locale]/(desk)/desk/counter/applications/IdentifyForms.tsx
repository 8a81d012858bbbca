"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { documentKinds } from "@/domain/identity/rules/levels";
import { enterDocument, readDocument } from "./actions";
import type { Entered, EnteredField, IdentifyState } from "./state";

function Refused({ state }: { state: IdentifyState }) {
  const errors = useTranslations("errors");
  return state.refusal && <FocusOnArrival key={state.at}><Notice tone="error" live>{refusalText(errors, state.refusal)}</Notice></FocusOnArrival>;
}

/** One press: the reader reads the document that lies on it. In a demonstration a sample document is laid there first. */
export function ReaderForm({ samples, idempotencyKey }: { samples: readonly { key: string; name: string }[]; idempotencyKey: string }) {
  const t = useTranslations("counter.start");
  const [state, action] = useActionState(readDocument, {});
  return (
    <form action={action} noValidate>
      <ActingField />
      <input type="hidden" name="idempotencyKey" value={state.at ?? idempotencyKey} />
      <FieldStack>
        <Refused state={state} />
        {samples.length > 0 && <Select name="sample" label={t("sample")} hint={t("sampleHint")} empty={t("noSample")} width="medium" options={samples.map(({ key, name }) => ({ value: key, label: name }))} />}
        <div><SubmitButton>{t("read")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}

/** What is typed off a document that no machine can read. */
export function EnterForm({ start, idempotencyKey }: { start: Entered; idempotencyKey: string }) {
  const t = useTranslations("counter.start");
  const words = useTranslations("levels.desk");
  const [state, action] = useActionState(enterDocument, { typed: start });
  const wrong = (state.missing ?? []).map((name) => ({ name, message: words(`missing.${name}`) }));
  const field = (name: EnteredField) => ({ name, error: wrong.find((error) => error.name === name)?.message, defaultValue: state.typed?.[name] ?? "" });
  return (
    <form action={action} noValidate>
      <ActingField />
      <input type="hidden" name="idempotencyKey" value={state.at ?? idempotencyKey} />
      <FieldStack>
        <ErrorSummary errors={wrong} />
        <Refused state={state} />
        <Select {...field("document")} label={words("document")} width="medium" options={documentKinds.map((kind) => ({ value: kind, label: words(`documents.${kind}`) }))} />
        <TextField {...field("name")} label={words("seenName")} autoComplete="off" width="medium" />
        <TextField {...field("citizenId")} label={words("seenNumber")} autoComplete="off" spellCheck={false} width="medium" />
        <TextField {...field("reason")} label={t("whyTyped")} hint={t("whyTypedHint")} autoComplete="off" />
        <div><SubmitButton look="secondary">{t("enter")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
