"use client";

import { useTranslations } from "next-intl";
import { Button, ButtonRow } from "@/app/_ui/Button";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { handOver } from "./actions";
import { ReviewForm } from "./ReviewForm";

export type WarningToAnswer = { key: string; text: string; answer: string };
type Props = { hidden: Record<string, string | number>; warnings: readonly WarningToAnswer[]; typed: Record<string, string> };

/** Every warning with room for a reason, a word to the publisher, and the draft goes on. */
export function HandOverForm({ hidden, warnings, typed }: Props) {
  const t = useTranslations("revisions");
  return (
    <ReviewForm action={handOver} hidden={hidden} typed={typed}>
      {(given) => (
        <>
          {warnings.length > 0 && (
            <ol className="flex flex-col gap-5">
              {warnings.map(({ key, text, answer }, at) => (
                <li key={key} className="flex flex-col gap-2 border-l-4 border-warning-line pl-4">
                  <input type="hidden" name="warning" value={key} />
                  <p className="max-w-measure" id={`warning-${at}`}>{text}</p>
                  <TextField name={`reason.${at}`} label={<>{t("check.reason")}<span className="sr-only">{t("check.reasonOf", { number: at + 1 })}</span></>} optional width="full" maxLength={500} defaultValue={given[`reason.${at}`] ?? answer} />
                </li>
              ))}
            </ol>
          )}
          {warnings.length > 1 && <TextField name="same" label={t("check.same")} hint={t("check.sameHint")} optional width="full" maxLength={500} defaultValue={given["same"]} />}
          <TextArea name="note" label={t("handOver.note")} hint={t("handOver.noteHint")} optional rows={3} limit={1000} defaultValue={given["note"]} />
          <ButtonRow>
            <SubmitButton name="act" value="handOver">{t("handOver.submit")}</SubmitButton>
            {warnings.length > 0 && <Button type="submit" name="act" value="keep">{t("check.keep")}</Button>}
          </ButtonRow>
        </>
      )}
    </ReviewForm>
  );
}
