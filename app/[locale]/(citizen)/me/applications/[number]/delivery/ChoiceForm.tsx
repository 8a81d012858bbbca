"use client";

import { useTranslations } from "next-intl";
import { useActionState, type ReactNode } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldGroup, FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { choose, type ChoiceState } from "./actions";

type Props = {
  id: string; number: string; idempotencyKey: string; start: ChoiceState;
  known: { name: string; phone: string; address: string };
  windows: readonly { id: string; label: string; hint: ReactNode }[];
};

/** By post or at a window: each with its own group of fields, of which the one not chosen is hidden, also without JavaScript. */
export function ChoiceForm({ id, number, idempotencyKey, known, windows, start }: Props) {
  const t = useTranslations("deliveries.choose");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<ChoiceState, FormData>(choose, start);
  const wrong = (name: "way" | "name" | "phone" | "address" | "windowId") => (state.wrong?.includes(name) ? t(`wrong.${name}`) : undefined);
  const refusal = state.refusal && refusalText(refused, state.refusal);
  const errors = (["way", "name", "phone", "address", "windowId"] as const).flatMap((name) => { const message = wrong(name); return message ? [{ name, message }] : []; });
  const typed = state.typed ?? {};
  return (
    <form action={action} noValidate className="group/way">
      <ActingField />
      <ErrorSummary errors={refusal ? [{ name: "way", message: refusal }] : errors} />
      {Object.entries({ id, number, idempotencyKey }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <div key={state.at ?? ""}>
        <FieldStack>
          <RadioGroup name="way" legend={t("way")} error={wrong("way")} defaultValue={typed["way"]} choices={[{ value: "post", label: t("post"), hint: t("postHint") }, ...(windows.length > 0 ? [{ value: "pickUp", label: t("pickUp"), hint: t("pickUpHint") }] : [])]} />
          <div className="group-has-[input[value=pickUp]:checked]/way:hidden">
            <FieldGroup legend={t("forPost")}>
              <TextField name="name" label={t("name")} error={wrong("name")} defaultValue={typed["name"] ?? known.name} autoComplete="name" width="medium" />
              <TextField name="phone" label={t("phone")} error={wrong("phone")} defaultValue={typed["phone"] ?? known.phone} autoComplete="tel" inputMode="tel" width="medium" />
              <TextField name="address" label={t("address")} error={wrong("address")} defaultValue={typed["address"] ?? known.address} autoComplete="street-address" />
            </FieldGroup>
          </div>
          {windows.length > 0 && (
            <div className="group-has-[input[value=post]:checked]/way:hidden">
              <FieldGroup legend={t("forPickUp")}>
                <RadioGroup name="windowId" legend={t("window")} error={wrong("windowId")} defaultValue={typed["windowId"] ?? (windows.length === 1 ? windows[0]?.id : undefined)} choices={windows.map(({ id: value, label, hint }) => ({ value, label, hint }))} />
              </FieldGroup>
            </div>
          )}
          <div><SubmitButton>{t("submit")}</SubmitButton></div>
        </FieldStack>
      </div>
    </form>
  );
}
