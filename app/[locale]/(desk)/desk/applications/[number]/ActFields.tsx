"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { rawDay, rawText } from "@/app/_shared/forms/raw";
import { localText } from "@/app/_shared/forms/localised";
import { Chinese } from "@/app/_shared/items/Localised";
import { RadioGroup } from "@/app/_ui/Choices";
import { DateField } from "@/app/_ui/DateField";
import { Notice } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { TextArea } from "@/app/_ui/TextArea";
import { NumberField, TextField } from "@/app/_ui/TextField";
import { refusalGrounds, specialProcedures } from "@/domain/applications/schema";
import type { Limit } from "@/domain/core/calendar";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { LocalisedText } from "@/domain/forms/schema";
import { CorrectionPicker, type CorrectableSection } from "./CorrectionFields";
import { CheckSupplementFields, Proposed, TerminateFields, TolerantFields, TransferFields, type CaseLife } from "./LifeFields";
import type { DeskAct } from "./state";

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
  askExtension: AskExtensionFields, extend: Proposed, declineExtension: DeclineFields, proposeVoid: Reason, void: Proposed, declineVoid: DeclineFields,
  terminate: (props) => <><TerminateFields {...props} /><Reason {...props} /></>, transfer: (props) => <><TransferFields {...props} /><Reason {...props} /></>, tolerantAccept: TolerantFields, checkSupplement: CheckSupplementFields,
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
