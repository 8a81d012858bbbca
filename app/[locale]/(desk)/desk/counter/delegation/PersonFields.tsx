"use client";

import { useTranslations } from "next-intl";
import { FieldGroup } from "@/app/_ui/Fieldset";
import { TextField } from "@/app/_ui/TextField";

/** Somebody at the counter, as their document says. */
export function PersonFields({ who, typed }: { who: "principal" | "delegate" | "ward" | "guardian"; typed: Record<string, string> }) {
  const t = useTranslations("delegations.counter");
  return (
    <FieldGroup legend={t(`people.${who}`)}>
      <TextField name={`${who}Name`} label={t("name")} defaultValue={typed[`${who}Name`]} maxLength={40} autoComplete="off" width="medium" />
      <TextField name={`${who}Id`} label={t("citizenId")} defaultValue={typed[`${who}Id`]} maxLength={40} autoComplete="off" width="medium" />
    </FieldGroup>
  );
}
