"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Details } from "@/app/_ui/Cards";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import type { StaffChangeKind } from "@/domain/identity/schema/staff";
import { decide } from "../../actions";
import type { DecisionState } from "../../state";

type Props = { changeId: string; kind: StaffChangeKind; name: string; atOnce: boolean; mayConfirm: boolean; mayRefuse: boolean; typed: string };

/** The second person's answer. A link made by it stays in sight, though the change is decided by then. */
export function DecideForms({ changeId, kind, name, atOnce, mayConfirm, mayRefuse, typed }: Props) {
  const t = useTranslations("staff.change");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState<DecisionState, FormData>(decide, {});
  if (state.sentTo) return <Notice tone="success" live title={t("link.sent")}>{t("link.sentText", { name, to: state.sentTo })}</Notice>;
  if (state.link) return <EnrolmentLink link={state.link} name={name} />;
  const problem = state.problem && <Notice tone="error" live title={refusalText(errors, state.problem)} />;
  if (!mayConfirm && !mayRefuse) return problem ?? null;
  const hidden = <><input type="hidden" name="changeId" value={changeId} /><input type="hidden" name="atOnce" value={atOnce ? "yes" : ""} /></>;
  return (
    <div className="flex max-w-form flex-col gap-6">
      {problem}
      {mayConfirm && (
        <form action={submit} className="flex flex-col gap-3">
          <ActingField />
          {hidden}
          <p className="text-muted" id="confirm-hint">{atOnce ? t("noteHint") : t(`confirmHint.${kind}`)}</p>
          <div><SubmitButton name="decision" value="confirmed" aria-describedby="confirm-hint">{t(atOnce ? "note" : "confirm")}</SubmitButton></div>
        </form>
      )}
      {mayRefuse && (
        <Details summary={t("refuseTitle")} open={typed !== "" || (state.reasonMissing ?? false)}>
          <form action={submit} noValidate className="flex flex-col gap-4">
            <ActingField />
            {hidden}
            <input type="hidden" name="decision" value="refused" />
            <TextArea name="reason" label={t("refusalLabel")} hint={t("refusalHint")} error={state.reasonMissing ? t("refusalMissing") : undefined} rows={3} limit={500} defaultValue={state.reason ?? typed} />
            <div><SubmitButton look="danger">{t("refuse")}</SubmitButton></div>
          </form>
        </Details>
      )}
    </div>
  );
}

function EnrolmentLink({ link, name }: { link: string; name: string }) {
  const t = useTranslations("staff.change.link");
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="success" live title={t("title")}>{t("text", { name })}</Notice>
      <TextField name="link" label={t("label")} defaultValue={link} readOnly width="full" spellCheck={false} />
    </div>
  );
}
