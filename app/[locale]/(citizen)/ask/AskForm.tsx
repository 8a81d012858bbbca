"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState } from "react";
import { formatDay } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ButtonLink, ButtonRow } from "@/app/_ui/Button";
import { RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { enquiryKinds } from "@/domain/enquiries/schema/kinds";
import { ask, type AskState } from "./actions";

type Props = { idempotencyKey: string; about: string | undefined; kind: string | undefined; words: string | undefined; signedIn: boolean };

export function AskForm({ idempotencyKey, about, kind, words, signedIn }: Props) {
  const t = useTranslations("enquiries.ask");
  const kinds = useTranslations("enquiries.kinds");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<AskState, FormData>(ask, {});
  if (state.sent) return <Sent sent={state.sent} signedIn={signedIn} />;
  const missing = (name: "kind" | "words" | "contact", message: string) => (state.missing?.includes(name) ? message : undefined);
  const errorOf = { kind: missing("kind", t("missingKind")), words: missing("words", t("missingWords")) ?? (state.refusal && refusalText(refused, state.refusal)), contact: missing("contact", t("missingContact")) };
  const errors = Object.entries(errorOf).flatMap(([name, message]) => (message ? [{ name, message }] : []));
  return (
    <form action={action} noValidate className="flex flex-col gap-6">
      <ActingField />
      <ErrorSummary errors={errors} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {about && <input type="hidden" name="about" value={about} />}
      <FieldStack>
        <RadioGroup name="kind" legend={t("kind")} error={errorOf.kind} defaultValue={state.kind || kind} choices={enquiryKinds.map((value) => ({ value, label: kinds(`${value}.label`), hint: kinds(`${value}.hint`) }))} />
        <TextArea name="words" label={t("words")} hint={t("wordsHint")} limit={2000} rows={6} error={errorOf.words} defaultValue={state.words ?? words} />
        {!signedIn && <TextField name="contact" label={t("contact")} hint={t("contactHint")} optional error={errorOf.contact} defaultValue={state.contact} autoComplete="tel" />}
        {about && <p className="text-muted">{t("about")}</p>}
        <div><SubmitButton>{t("send")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}

function Sent({ sent: { number, code, dueOn }, signedIn }: { sent: NonNullable<AskState["sent"]>; signedIn: boolean }) {
  const t = useTranslations("enquiries.sent");
  const locale = useLocale();
  return (
    <FocusOnArrival className="flex flex-col gap-6">
      <Notice tone="success" title={t("title")}>{t("due", { dueOn: formatDay(dueOn, locale) })}</Notice>
      <DescriptionList facts={[{ label: t("number"), value: number }, { label: t("code"), value: <strong className="text-lead tabular-nums">{code}</strong> }]} />
      <p className="max-w-measure">{t(signedIn ? "own" : "keep")}</p>
      <ButtonRow>
        <ButtonLink href={signedIn ? "/me/enquiries" : "/ask/answer"} look="primary">{t(signedIn ? "toOwn" : "toAnswer")}</ButtonLink>
        <ButtonLink href="/">{t("home")}</ButtonLink>
      </ButtonRow>
    </FocusOnArrival>
  );
}
