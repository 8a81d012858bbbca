"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useRef, useState } from "react";
import { formatTime } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { Checkbox, RadioGroup } from "@/app/_ui/Choices";
import { ButtonRow } from "@/app/_ui/Button";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { expertConclusions } from "@/domain/applications/schema/conclusions";
import { handIn, saveDraft, type OpinionState } from "./actions";

const quietMs = 1500;

/** Keeps what is typed shortly after the last key; a failure is said, and the next key tries again. */
function useKeeping(form: { current: HTMLFormElement | null }, start: string | null) {
  const [kept, setKept] = useState<{ at: string | null; failed: boolean }>({ at: start, failed: false });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const changed = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (!form.current) return;
      saveDraft(new FormData(form.current)).then((outcome) => setKept(({ at }) => ("savedAt" in outcome ? { at: outcome.savedAt, failed: false } : { at, failed: true })), () => setKept(({ at }) => ({ at, failed: true })));
    }, quietMs);
  };
  return { kept, changed };
}

/** The opinion: kept while it is typed, handed in once. */
export function OpinionForm({ token, start, savedAt }: { token: string; start: OpinionState; savedAt: string | null }) {
  const t = useTranslations("experts.opinion");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<OpinionState, FormData>(handIn, start);
  const form = useRef<HTMLFormElement>(null);
  const { kept, changed } = useKeeping(form, savedAt);
  const errorOf = (name: "opinion" | "conclusion" | "declared") => (state.missing?.includes(name) ? t(`missing.${name}`) : undefined);
  const refusal = state.refusal && refusalText(refused, state.refusal);
  const errors = (["opinion", "conclusion", "declared"] as const).flatMap((name) => errorOf(name) ?? []).map((message, at) => ({ name: (state.missing ?? [])[at] ?? "opinion", message }));
  return (
    <form ref={form} action={action} onChange={changed} noValidate className="flex flex-col gap-6">
      <ErrorSummary errors={refusal ? [{ name: "opinion", message: refusal }] : errors} />
      {state.saved && <Notice tone="success" live title={t("saved")} />}
      <input type="hidden" name="token" value={token} />
      <FieldStack>
        <RadioGroup name="conclusion" legend={t("conclusion")} error={errorOf("conclusion")} defaultValue={state.conclusion} choices={expertConclusions.map((value) => ({ value, label: t(`conclusions.${value}`) }))} />
        <TextArea name="opinion" label={t("text")} hint={t("textHint")} limit={10_000} rows={12} error={refusal ?? errorOf("opinion")} defaultValue={state.opinion} />
        <p role="status" className="text-hint text-muted">{kept.failed ? t("notKept") : kept.at ? t("kept", { time: formatTime(kept.at) }) : ""}</p>
        <Checkbox name="declared" value="yes" label={t("declared")} error={errorOf("declared")} />
        <ButtonRow>
          <SubmitButton name="_do" value="submit">{t("submit")}</SubmitButton>
          <SubmitButton name="_do" value="save" look="secondary">{t("save")}</SubmitButton>
        </ButtonRow>
        <p className="max-w-measure text-hint text-muted">{t("once")}</p>
      </FieldStack>
    </form>
  );
}
