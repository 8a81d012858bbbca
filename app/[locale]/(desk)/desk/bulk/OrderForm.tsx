"use client";

import { useTranslations } from "next-intl";
import { ActForm, type FormView } from "@/app/_shared/desk/ActForm";
import { RadioGroup } from "@/app/_ui/Choices";
import { Select } from "@/app/_ui/Select";
import { TextArea } from "@/app/_ui/TextArea";
import type { BulkAct } from "@/domain/applications/schema/assignment";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";
import { prepare } from "./actions";

type Props = { act: BulkAct; hidden: Record<string, string | readonly string[]>; colleagues: readonly { id: string; name: string }[]; start: KeptFields | undefined };

/** What the chosen act needs, and the way to the preview. */
export function OrderForm({ act, hidden, colleagues, start }: Props) {
  const t = useTranslations("assignment.bulk");
  return (
    <ActForm action={prepare} hidden={{ ...hidden, act }} label={t("check")} start={start}>
      {(form) => <Fields act={act} form={form} colleagues={colleagues} />}
    </ActForm>
  );
}

function Fields({ act, form, colleagues }: Pick<Props, "act" | "colleagues"> & { form: FormView }) {
  const t = useTranslations("assignment.bulk");
  const wrong = (name: string) => (form.isMissing(name) ? t("missing") : undefined);
  if (act === "completeStep") return <TextArea name="opinion" label={t("opinion")} hint={t("opinionHint")} limit={2000} defaultValue={form.text("opinion")} error={wrong("opinion")} />;
  if (act === "deliver") {
    return <RadioGroup name="method" legend={t("method")} defaultValue={form.text("method") || undefined} error={wrong("method")} choices={(["online", "counter"] as const).map((value) => ({ value, label: t(`methods.${value}`) }))} />;
  }
  if (act !== "handOver") return null;
  return (
    <>
      <Select name="to" label={t("to")} defaultValue={form.text("to")} error={wrong("to")} options={colleagues.map(({ id, name }) => ({ value: id, label: name }))} />
      <TextArea name="word" label={t("word")} hint={t("wordHint")} rows={3} limit={500} defaultValue={form.text("word")} error={wrong("word")} />
    </>
  );
}
