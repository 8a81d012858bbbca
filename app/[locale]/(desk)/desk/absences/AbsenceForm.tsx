"use client";

import { useTranslations } from "next-intl";
import { ActForm } from "@/app/_shared/desk/ActForm";
import { DateField } from "@/app/_ui/DateField";
import { Select } from "@/app/_ui/Select";
import { TextField } from "@/app/_ui/TextField";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";
import { record } from "./actions";

type Props = { hidden: Record<string, string>; deputies: readonly { id: string; name: string }[]; start: KeptFields | undefined };

/** From when until when, and who stands in. */
export function AbsenceForm({ hidden, deputies, start }: Props) {
  const t = useTranslations("assignment.absences");
  return (
    <ActForm action={record} hidden={hidden} label={t("submit")} start={start}>
      {({ text, isMissing }) => (
        <>
          <DateField name="fromOn" legend={t("from")} defaultValue={text("fromOn")} error={isMissing("fromOn") ? t("missing.fromOn") : undefined} />
          <DateField name="untilOn" legend={t("until")} defaultValue={text("untilOn")} error={isMissing("untilOn") ? t("missing.untilOn") : undefined} />
          <Select name="deputyId" label={t("deputy")} hint={t("deputyHint")} defaultValue={text("deputyId")} error={isMissing("deputyId") ? t("missing.deputyId") : undefined} options={deputies.map(({ id, name }) => ({ value: id, label: name }))} />
          <TextField name="word" label={t("word")} optional maxLength={500} autoComplete="off" defaultValue={text("word")} />
        </>
      )}
    </ActForm>
  );
}
