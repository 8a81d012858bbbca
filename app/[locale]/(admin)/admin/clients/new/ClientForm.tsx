"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { CheckboxGroup, RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { assuranceLevels } from "@/domain/core/actor";
import { clientAuthMethods, idTokenAlgorithms, oidcScopes } from "@/domain/identity/rules/authorization";
import { register, type ClientState } from "../actions";
import { Credentials } from "../Credentials";

const withSentence = ["name", "departmentUscc", "redirectUris", "postLogoutRedirectUris", "backchannelLogoutUri", "keys"] as const;

const fieldOf: Record<string, string> = { "identity.clientDepartmentUnknown": "departmentUscc", "identity.clientAddressPrivate": "backchannelLogoutUri" };

/** Everything about a system on one page; the credentials take its place when it is registered. */
export function ClientForm({ start }: { start: ClientState }) {
  const [t, scope, refused] = [useTranslations("consent.clients"), useTranslations("consent.authorize.scopes"), useTranslations("errors")];
  const [state, action] = useActionState<ClientState, FormData>(register, start);
  if (state.made) return <Credentials made={state.made} title={t("made.title")} />;
  const sentence = (name: string) => t(`form.errors.${withSentence.find((known) => known === name) ?? "other"}`);
  const errors = [
    ...(state.wrong ?? []).map((name) => ({ name, message: sentence(name) })),
    ...(state.refusal ? [{ name: fieldOf[state.refusal.code] ?? "name", message: refusalText(refused, state.refusal) }] : []),
  ];
  const field = (name: string) => ({ name, error: errors.find((error) => error.name === name)?.message });
  const typed = (name: string) => state.typed?.[name]?.[0];
  return (
    <form action={action} noValidate>
      <ActingField />
      <ErrorSummary errors={errors} />
      <FieldStack>
        <TextField {...field("name")} label={t("form.name")} hint={t("form.nameHint")} defaultValue={typed("name")} />
        <TextField {...field("nameEn")} label={t("form.nameEn")} optional defaultValue={typed("nameEn")} />
        <TextField {...field("departmentUscc")} label={t("form.departmentUscc")} width="medium" spellCheck={false} autoCapitalize="characters" defaultValue={typed("departmentUscc")} />
        <TextArea {...field("redirectUris")} label={t("form.redirectUris")} hint={t("form.redirectUrisHint")} rows={2} spellCheck={false} defaultValue={typed("redirectUris")} />
        <TextArea {...field("postLogoutRedirectUris")} label={t("form.postLogoutRedirectUris")} hint={t("form.postLogoutRedirectUrisHint")} optional rows={2} spellCheck={false} defaultValue={typed("postLogoutRedirectUris")} />
        <TextField {...field("backchannelLogoutUri")} label={t("form.backchannelLogoutUri")} hint={t("form.backchannelLogoutUriHint")} optional width="full" spellCheck={false} defaultValue={typed("backchannelLogoutUri")} />
        <CheckboxGroup {...field("scopes")} legend={t("form.scopes")} hint={t("form.scopesHint")} optional choices={oidcScopes.filter((one) => one !== "openid").map((value) => ({ value, label: scope(value) }))} defaultValue={state.typed?.["scopes"]} />
        <RadioGroup {...field("minAssuranceLevel")} legend={t("form.minAssuranceLevel")} inline choices={assuranceLevels.map((value) => ({ value, label: value }))} defaultValue={typed("minAssuranceLevel") ?? "L1"} />
        <RadioGroup {...field("authMethod")} legend={t("form.authMethod")} choices={clientAuthMethods.map((value) => ({ value, label: t(`form.authMethods.${value}`) }))} defaultValue={typed("authMethod")} />
        <TextArea {...field("keys")} label={t("form.keys")} hint={t("form.keysHint")} optional rows={4} spellCheck={false} defaultValue={typed("keys")} />
        <RadioGroup {...field("idTokenAlgorithm")} legend={t("form.idTokenAlgorithm")} inline choices={idTokenAlgorithms.map((value) => ({ value, label: value }))} defaultValue={typed("idTokenAlgorithm") ?? "ES256"} />
        <div><SubmitButton>{t("form.submit")}</SubmitButton></div>
      </FieldStack>
    </form>
  );
}
