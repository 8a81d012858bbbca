"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { Select, type Option } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { deviceKinds } from "@/domain/ratings/schema/visits";
import { registerDevice, revokeDevice, type DeviceState } from "./actions";

/** Registers a screen and shows its address, once. */
export function RegisterForm({ windows, idempotencyKey }: { windows: readonly Option[]; idempotencyKey: string }) {
  const t = useTranslations("rectification.device");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<DeviceState, FormData>(registerDevice, {});
  const error = state.missing ? t("missingWindow") : state.refusal && refusalText(refused, state.refusal);
  return (
    <form action={action} noValidate>
      <ActingField />
      <ErrorSummary errors={error ? [{ name: "windowId", message: error }] : []} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <FieldStack>
        {state.address && <Notice tone="success" live title={t("once")}><p>{t("onceText")}</p><p>{t("address")}<code className="block break-all">{state.address}</code></p></Notice>}
        <Select name="windowId" label={t("window")} error={error} options={windows} />
        <RadioGroup name="kind" legend={t("kind")} inline defaultValue="hallTablet" choices={deviceKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))} />
        <div><SubmitButton>{t("register")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}

/** Takes the secret of a screen back. */
export function RevokeForm({ id, name, idempotencyKey }: { id: string; name: string; idempotencyKey: string }) {
  const t = useTranslations("rectification.device");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<DeviceState, FormData>(revokeDevice, {});
  return (
    <form action={action}>
      <ActingField />
      {state.refusal && <Notice tone="error" live title={refusalText(refused, state.refusal)} />}
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="id" value={id} />
      <SubmitButton look="danger">{t("revoke")}<span className="sr-only">{name}</span></SubmitButton>
    </form>
  );
}
