"use client";

import { useLocale, useTranslations } from "next-intl";
import { useRef, useSyncExternalStore } from "react";
import { rawList, rawText } from "@/app/_shared/forms/raw";
import { localText } from "@/app/_shared/forms/localised";
import { Localised } from "@/app/_shared/items/Localised";
import { Button } from "@/app/_ui/Button";
import { cx } from "@/app/_ui/cx";
import { controlClass, errorId, fieldId } from "@/app/_ui/fields";
import { Fieldset } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { TextArea } from "@/app/_ui/TextArea";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { LocalisedText } from "@/domain/forms/schema";

/** `reasons`: what is most often said of such a field, ready to put into its box and to change there. */
export type CorrectableSection = { id: string; title: LocalisedText; fields: { id: string; label: LocalisedText; reasons: readonly LocalisedText[] }[] };
type Props = { raw: RawAnswers; errors: Readonly<Record<string, string>>; sections: readonly CorrectableSection[] };

const mostCharacters = 2000;

/** Every question and material of this application: tick what is missing or wrong and say what to do about it. */
export function CorrectionPicker({ raw, errors, sections }: Props) {
  const t = useTranslations("desk.correction");
  const ticked = new Set(rawList(raw, "requestCorrection.field"));
  const rows = sections.flatMap(({ fields }) => fields.map(({ id }) => id));
  return (
    <>
      <Notice tone="warning" title={t("onceTitle")}>{t("once")}</Notice>
      <Fieldset name="requestCorrection.field" legend={t("legend")} hint={t("hint")} error={errors["requestCorrection.field"]}>
        {sections.map(({ id, title, fields }) => (
          <div key={id} className="flex flex-col gap-1 pt-2">
            <p className="font-semibold text-muted"><Localised text={title} /></p>
            {fields.map((field) => <CorrectionRow key={field.id} field={field} first={field.id === rows[0]} ticked={ticked.has(field.id)} raw={raw} error={errors[`requestCorrection.reason.${field.id}`]} />)}
          </div>
        ))}
      </Fieldset>
      <TextArea name="requestCorrection.note" label={t("note")} optional rows={3} limit={mostCharacters} defaultValue={rawText(raw, "requestCorrection.note")} error={errors["requestCorrection.note"]} />
    </>
  );
}

type RowProps = { field: CorrectableSection["fields"][number]; first: boolean; ticked: boolean; raw: RawAnswers; error: string | undefined };

// The reason shows once its row is ticked, by style alone; a browser that cannot tell shows it always.
function CorrectionRow({ field, first, ticked, raw, error }: RowProps) {
  const t = useTranslations("desk.correction");
  const locale = useLocale();
  const name = `requestCorrection.reason.${field.id}`;
  const typed = useRef<HTMLTextAreaElement>(null);
  const box = first ? fieldId("requestCorrection.field") : `${fieldId("requestCorrection.field")}-${field.id}`;
  return (
    <div className={cx("rounded-control border border-line px-3 py-1 has-[:checked]:border-accent has-[:checked]:bg-accent-soft [&:not(:has(:checked))>.why]:hidden", error && "border-danger")}>
      <label htmlFor={box} className="flex min-h-tap items-center gap-3">
        <input type="checkbox" id={box} name="requestCorrection.field" value={field.id} defaultChecked={ticked} className="size-tick shrink-0" />
        <span><Localised text={field.label} /></span>
      </label>
      <div className="why flex flex-col gap-1 pb-2">
        <label htmlFor={fieldId(name)}>{t("reason")}<span className="sr-only"> {localText(field.label, locale)}</span></label>
        {error && <p id={errorId(name)} className="font-semibold text-danger">{error}</p>}
        <Reasons reasons={field.reasons} onChoose={(reason) => addTo(typed.current, reason)} />
        <textarea ref={typed} id={fieldId(name)} name={name} rows={2} defaultValue={rawText(raw, name)} aria-invalid={error ? true : undefined} aria-describedby={error ? errorId(name) : undefined} className={controlClass} />
      </div>
    </div>
  );
}

const noStore = () => () => undefined;

/** Reasons ready to hand; each is written into the box below, where it can be changed. A browser without script types them. */
function Reasons({ reasons, onChoose }: { reasons: readonly LocalisedText[]; onChoose: (reason: string) => void }) {
  const t = useTranslations("life.reasons");
  const locale = useLocale();
  const scripted = useSyncExternalStore(noStore, () => true, () => false);
  if (!scripted || reasons.length === 0) return null;
  return (
    <details>
      <summary className="inline-flex min-h-tap items-center text-accent">{t("show")}</summary>
      <ul className="flex flex-col gap-1 pb-2">
        {reasons.map((reason) => <li key={reason.zh}><Button look="quiet" onClick={() => onChoose(reason.zh)}>{localText(reason, locale)}</Button></li>)}
      </ul>
    </details>
  );
}

// Into the box after what stands there; the notice is in Chinese.
function addTo(box: HTMLTextAreaElement | null, reason: string): void {
  if (!box) return;
  box.value = box.value.trim() === "" ? reason : `${box.value.trimEnd()}\n${reason}`;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}
