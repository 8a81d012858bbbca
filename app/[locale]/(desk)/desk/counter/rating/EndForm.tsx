"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { formatTime } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Section } from "@/app/_ui/Page";
import { Select, type Option } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextField } from "@/app/_ui/TextField";
import { endService, type EndState } from "./actions";

/** Ends a service at a window and shows what the person may scan; the window is remembered for the next. */
export function EndForm({ windows, visits, visitId }: { windows: readonly Option[]; visits: readonly Option[]; visitId: string | undefined }) {
  const t = useTranslations("rectification.counter");
  const refused = useTranslations("errors");
  const [state, action] = useActionState<EndState, FormData>(endService, {});
  const window = state.missing?.includes("windowId") ? t("missingWindow") : state.refusal && refusalText(refused, state.refusal);
  const visit = state.missing?.includes("visitId") ? t("missingVisit") : undefined;
  const chosen = state.ticket ? undefined : (state.visitId ?? visitId ?? (visits.length === 1 ? visits[0]?.value : undefined));
  const item = state.missing?.includes("itemCode") ? t("badItem") : undefined;
  const errors = [{ name: "visitId", message: visit }, { name: "windowId", message: window }, { name: "itemCode", message: item }].flatMap(({ name, message }) => (message ? [{ name, message }] : []));
  return (
    <>
      {state.ticket && <Ready key={state.ticket.picture} {...state.ticket} />}
      <form action={action} noValidate>
        <ActingField />
        <ErrorSummary errors={errors} />
        <FieldStack>
          <Select key={`${chosen}/${visits.length}`} name="visitId" label={t("visit")} hint={t("visitHint")} error={visit} options={visits} defaultValue={chosen} />
          <Select key={state.windowId} name="windowId" label={t("window")} error={window} options={windows} defaultValue={state.windowId ?? (windows.length === 1 ? windows[0]?.value : undefined)} />
          <TextField name="itemCode" label={t("item")} hint={t("itemHint")} error={item} optional defaultValue={state.itemCode} autoComplete="off" spellCheck={false} />
          <div><SubmitButton>{t(state.ticket ? "next" : "submit")}</SubmitButton></div>
        </FieldStack>
      </form>
    </>
  );
}

function Ready({ picture, expiresAt }: NonNullable<EndState["ticket"]>) {
  const t = useTranslations("rectification.counter");
  return (
    <FocusOnArrival>
      <Section title={t("ready")} intro={t("readyText", { time: formatTime(expiresAt) })}>
        {/* oxlint-disable-next-line nextjs/no-img-element -- a picture made here, of this address alone */}
        <img src={picture} alt={t("picture")} width={240} height={240} className="rounded-card border border-line" />
      </Section>
    </FocusOnArrival>
  );
}
