"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { refusalText } from "@/app/_i18n/refusal";
import type { LayoutDraft } from "@/app/_shared/certificates/layout/draft";
import { LayoutEditor } from "@/app/_shared/certificates/layout/LayoutEditor";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { RadioGroup } from "@/app/_ui/Choices";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { Notice } from "@/app/_ui/Notice";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import type { FaceFieldSpec } from "@/domain/items/schema/result";
import { withReadableTime } from "../../../items/[id]/edit/readable";
import { saveFace } from "../../actions";
import type { FaceState } from "../../state";

type Props = { id: string; version: number; start: LayoutDraft; own: boolean; title: string; fields: readonly FaceFieldSpec[] };

/** The page of a type: its own, or one made from the fields. */
export function FaceForm({ id, version, start, own, title, fields }: Props) {
  const t = useTranslations("certificateTypes.face");
  const words = useTranslations("certificateTypes.element");
  const errors = useTranslations("errors");
  const [state, submit] = useActionState<FaceState, FormData>(saveFace, { draft: start, own, version, attempt: 0, wrong: [] });
  return (
    <form key={state.attempt} action={submit} noValidate className="flex flex-col gap-8">
      <ActingField />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={state.version} />
      <ErrorSummary errors={state.wrong.map((path) => ({ name: path.replace(/^elements\./u, "layout."), message: words("wrongAt", { number: Number(path.split(".")[1] ?? -1) + 1 }) }))} />
      {state.refusal && <FocusOnArrival><Notice tone="error" live title={t("refused")}>{refusalText(errors, withReadableTime(state.refusal))}</Notice></FocusOnArrival>}
      <RadioGroup name="source" legend={t("source")} defaultValue={state.own ? "own" : "made"} choices={(["own", "made"] as const).map((value) => ({ value, label: t(`sources.${value}`) }))} />
      <LayoutEditor start={state.draft} title={title} fields={fields} wrong={state.wrong} />
      <div className="sticky bottom-0 z-10 border-t border-line bg-page py-3"><SubmitButton>{t("save")}</SubmitButton></div>
    </form>
  );
}
