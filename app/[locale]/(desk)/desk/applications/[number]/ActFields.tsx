"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { rawDay, rawList, rawText } from "@/app/_shared/forms/raw";
import { localText } from "@/app/_shared/forms/localised";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { RadioGroup } from "@/app/_ui/Choices";
import { cx } from "@/app/_ui/cx";
import { DateField } from "@/app/_ui/DateField";
import { controlClass, errorId, fieldId } from "@/app/_ui/fields";
import { Fieldset } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { TextArea } from "@/app/_ui/TextArea";
import { NumberField, TextField } from "@/app/_ui/TextField";
import { refusalGrounds, specialProcedures, terminationGrounds } from "@/domain/applications/schema";
import type { Limit } from "@/domain/core/calendar";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { LocalisedText } from "@/domain/forms/schema";
import { Proposed, type CaseLife } from "./LifeFields";
import type { DeskAct } from "./state";

export type CorrectableSection = { id: string; title: LocalisedText; fields: { id: string; label: LocalisedText }[] };
type NamedStep = { key: string; name: LocalisedText };
/** Steps to finish or to send back to, and the special procedures that the open ones may need. */
export type ActSteps = { open: readonly NamedStep[]; returnable: readonly NamedStep[]; procedures: readonly string[] };
type Props = { act: DeskAct; raw: RawAnswers; errors: Readonly<Record<string, string>>; sections: readonly CorrectableSection[]; steps: ActSteps; life: CaseLife; extensionUnit: Limit["unit"] };
type FieldsProps = Omit<Props, "sections" | "steps" | "life" | "extensionUnit">;

const mostCharacters = 2000;
/** Acts whose words stay at the desk. */
const inside: ReadonlySet<DeskAct> = new Set<DeskAct>(["completeStep", "sendBack", "declineExtension", "declineVoid"]);
const methods = ["online", "counter", "post"] as const;

/** What each act asks for; one that is absent needs no words. */
const fieldsOf: Partial<Record<DeskAct, (props: Props) => ReactNode>> = {
  completeStep: CompleteFields, approve: Opinion, sendBack: SendBackFields, lapse: Reason, reject: RejectFields, refuse: RefuseFields,
  requestCorrection: CorrectionPicker, suspend: SuspendFields, deliver: DeliverFields,
  askExtension: AskExtensionFields, extend: Proposed, declineExtension: DeclineFields, proposeVoid: Reason, void: Proposed, declineVoid: DeclineFields, terminate: TerminateFields,
};

export function ActFields(props: Props) {
  const Fields = fieldsOf[props.act];
  return Fields ? <Fields {...props} /> : null;
}

function Opinion(props: FieldsProps) {
  return <Words {...props} name="opinion" />;
}

function Reason(props: FieldsProps) {
  return <Words {...props} name="reason" />;
}

function CompleteFields(props: Props) {
  return <><WhichStep {...props} legend="which" among={props.steps.open} /><Opinion {...props} /></>;
}

function SendBackFields(props: Props) {
  return <><WhichStep {...props} legend="backTo" among={props.steps.returnable} /><Reason {...props} /></>;
}

/** Which step an act is about; with only one there is nothing to ask. */
function WhichStep({ act, raw, errors, among, legend }: FieldsProps & { among: readonly NamedStep[]; legend: "which" | "backTo" }) {
  const t = useTranslations("process.track");
  const locale = useLocale();
  const name = `${act}.step`;
  const [first] = among;
  if (!first) return null;
  if (among.length === 1) return <input type="hidden" name={name} value={first.key} />;
  const choices = among.map(({ key, name: label }) => ({ value: key, label: localText(label, locale) }));
  return <RadioGroup name={name} legend={t(legend)} choices={choices} defaultValue={rawText(raw, name) || (legend === "backTo" ? first.key : undefined)} error={errors[name]} />;
}

function RejectFields(props: FieldsProps) {
  return <><Reason {...props} /><Remedies /></>;
}

function Words({ act, name, raw, errors }: FieldsProps & { name: "reason" | "opinion" }) {
  const t = useTranslations("desk.fields");
  const control = `${act}.${name}`;
  const told = inside.has(act) ? t("inside") : t("told");
  return <TextArea name={control} label={t(name)} hint={told} rows={4} limit={mostCharacters} defaultValue={rawText(raw, control)} error={errors[control]} />;
}

function Remedies() {
  const t = useTranslations("desk.remedies");
  return (
    <Notice title={t("title")}>
      <ul className="list-disc pl-[1.4em]"><li>{t("review")}</li><li>{t("litigation")}</li></ul>
    </Notice>
  );
}

function RefuseFields({ act, raw, errors }: FieldsProps) {
  const t = useTranslations("desk.fields");
  const grounds = useTranslations("desk.grounds");
  const choices = refusalGrounds.map((value) => ({ value, label: grounds(value) }));
  return (
    <>
      <RadioGroup name="refuse.ground" legend={t("ground")} choices={choices} defaultValue={rawText(raw, "refuse.ground") || undefined} error={errors["refuse.ground"]} />
      <TextField name="refuse.competentOrgan" label={t("competentOrgan")} hint={t("competentOrganHint")} optional defaultValue={rawText(raw, "refuse.competentOrgan")} error={errors["refuse.competentOrgan"]} />
      <Words act={act} name="reason" raw={raw} errors={errors} />
    </>
  );
}

function SuspendFields({ act, raw, errors, steps }: FieldsProps & Pick<Props, "steps">) {
  const t = useTranslations("desk.fields");
  const track = useTranslations("process.track");
  const procedures = useTranslations("desk.procedures");
  const options = specialProcedures.map((value) => ({ value, label: procedures(value) }));
  return (
    <>
      {steps.procedures.length > 0 && <p>{track("procedures")} <Chinese>{steps.procedures.join("、")}</Chinese></p>}
      <Select name="suspend.procedure" label={t("procedure")} options={options} width="medium" defaultValue={rawText(raw, "suspend.procedure")} error={errors["suspend.procedure"]} />
      <DateField name="suspend.plannedEndOn" legend={t("plannedEndOn")} hint={t("plannedEndOnHint")} defaultValue={rawDay(raw, "suspend.plannedEndOn")} error={errors["suspend.plannedEndOn"]} />
      <Words act={act} name="reason" raw={raw} errors={errors} />
    </>
  );
}

function AskExtensionFields({ act, raw, errors, extensionUnit }: FieldsProps & Pick<Props, "extensionUnit">) {
  const t = useTranslations("desk.fields");
  return (
    <>
      <NumberField name="askExtension.days" label={t("days", { unit: extensionUnit })} hint={t("daysHint", { unit: extensionUnit })} inputMode="numeric" width="tiny" suffix={t("daysUnit", { unit: extensionUnit })} defaultValue={rawText(raw, "askExtension.days")} error={errors["askExtension.days"]} />
      <Words act={act} name="reason" raw={raw} errors={errors} />
    </>
  );
}

function DeclineFields(props: Props) {
  return <><Proposed {...props} /><Reason {...props} /></>;
}

function TerminateFields({ act, raw, errors }: FieldsProps) {
  const t = useTranslations("life");
  const choices = terminationGrounds.map((value) => ({ value, label: t(`terminations.${value}`) }));
  return (
    <>
      <RadioGroup name="terminate.ground" legend={t("terminate.ground")} choices={choices} defaultValue={rawText(raw, "terminate.ground") || undefined} error={errors["terminate.ground"]} />
      <TextField name="terminate.basis" label={t("terminate.basis")} hint={t("terminate.basisHint")} maxLength={500} defaultValue={rawText(raw, "terminate.basis")} error={errors["terminate.basis"]} />
      <Words act={act} name="reason" raw={raw} errors={errors} />
    </>
  );
}

function DeliverFields({ raw, errors }: FieldsProps) {
  const t = useTranslations("desk.fields");
  const names = useTranslations("desk.methods");
  const choices = methods.map((value) => ({ value, label: names(value) }));
  return (
    <>
      <RadioGroup inline name="deliver.method" legend={t("method")} choices={choices} defaultValue={rawText(raw, "deliver.method") || undefined} error={errors["deliver.method"]} />
      <TextField name="deliver.trackingNumber" label={t("trackingNumber")} optional maxLength={60} width="medium" defaultValue={rawText(raw, "deliver.trackingNumber")} error={errors["deliver.trackingNumber"]} />
    </>
  );
}

/** Every question and material of this application: tick what is missing or wrong and say what to do about it. */
function CorrectionPicker({ raw, errors, sections }: Props) {
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
        <textarea id={fieldId(name)} name={name} rows={2} defaultValue={rawText(raw, name)} aria-invalid={error ? true : undefined} aria-describedby={error ? errorId(name) : undefined} className={controlClass} />
      </div>
    </div>
  );
}
