"use client";

import { useTranslations } from "next-intl";
import { ActForm } from "@/app/_shared/desk/ActForm";
import { Select } from "@/app/_ui/Select";
import { TextArea } from "@/app/_ui/TextArea";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";
import { handOver } from "./actions";

type Props = { hidden: Record<string, string | number>; colleagues: readonly { value: string; label: string }[]; start: KeptFields | undefined };

/** To whom, and in what words. */
export function HandOverForm({ hidden, colleagues, start }: Props) {
  const t = useTranslations("assignment.handOver");
  return (
    <ActForm action={handOver} hidden={hidden} label={t("submit")} start={start}>
      {({ text, isMissing }) => (
        <>
          <Select name="to" label={t("to")} defaultValue={text("to")} error={isMissing("to") ? t("missing.to") : undefined} options={colleagues} />
          <TextArea name="word" label={t("word")} hint={t("wordHint")} rows={3} limit={500} defaultValue={text("word")} error={isMissing("word") ? t("missing.word") : undefined} />
        </>
      )}
    </ActForm>
  );
}
