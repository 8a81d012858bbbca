"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatDay, formatInstant } from "@/app/_i18n/format";
import type { DeskCase } from "@/app/_shared/desk/types";
import { rawDay, rawText } from "@/app/_shared/forms/raw";
import { Chinese } from "@/app/_shared/items/Localised";
import type { Answers } from "@/app/_trpc/types";
import { RadioGroup, YesNo } from "@/app/_ui/Choices";
import { DateField } from "@/app/_ui/DateField";
import { Fieldset } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { Select } from "@/app/_ui/Select";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { terminationGrounds } from "@/domain/applications/schema";
import type { RawAnswers } from "@/domain/forms/rules/reading";
import type { DeskAct } from "./state";

/** What of a case the acts beside its usual course ask for; `targets`: the items of other organs it may be transferred to. */
export type CaseLife = Pick<DeskCase, "tolerated" | "proposed" | "extensionUnit"> & { targets: Answers["applications"]["transferTargets"] };
type Props = { raw: RawAnswers; errors: Readonly<Record<string, string>>; life: CaseLife };

const about: Partial<Record<DeskAct, DeskCase["proposed"][number]["action"]>> = { extend: "extend", declineExtension: "extend", void: "void", declineVoid: "void" };

/** What a colleague proposed, in their words, for whoever decides. */
export function Proposed({ act, life }: { act: DeskAct; life: CaseLife }) {
  const t = useTranslations("life.proposed");
  const locale = useLocale();
  const proposal = life.proposed.find(({ action }) => action === about[act]);
  if (!proposal) return null;
  return (
    <Notice title={t("title", { name: proposal.proposedByName, at: formatInstant(proposal.proposedAt, locale) })}>
      {proposal.days !== null && <p>{t("days", { days: proposal.days, unit: life.extensionUnit })}</p>}
      <p className="whitespace-pre-line"><Chinese>{proposal.reason}</Chinese></p>
    </Notice>
  );
}

export function TerminateFields({ raw, errors }: Props) {
  const t = useTranslations("life");
  const choices = terminationGrounds.map((value) => ({ value, label: t(`terminations.${value}`) }));
  return (
    <>
      <RadioGroup name="terminate.ground" legend={t("terminate.ground")} choices={choices} defaultValue={rawText(raw, "terminate.ground") || undefined} error={errors["terminate.ground"]} />
      <TextField name="terminate.basis" label={t("terminate.basis")} hint={t("terminate.basisHint")} maxLength={500} defaultValue={rawText(raw, "terminate.basis")} error={errors["terminate.basis"]} />
    </>
  );
}

export function TransferFields({ raw, errors, life }: Props) {
  const t = useTranslations("life.transfer");
  const options = life.targets.map(({ serviceItemId, departmentName, divisionName, itemName }) => ({ value: serviceItemId, label: `${divisionName} ${departmentName} · ${itemName}` }));
  return <Select name="transfer.serviceItemId" label={t("target")} hint={t("targetHint")} options={options} empty={t("choose")} defaultValue={rawText(raw, "transfer.serviceItemId")} error={errors["transfer.serviceItemId"]} />;
}

/** What the applicant promised, each by a day within the promised limit. */
export function TolerantFields({ raw, errors, life }: Props) {
  const t = useTranslations("life.tolerant");
  return (
    <>
      <Notice title={t("promise")}>{t("promiseText")}</Notice>
      {life.tolerated.filter(({ state }) => state === "awaited").map(({ fieldId, name }) => (
        <div key={fieldId}>
          <input type="hidden" name="tolerantAccept.field" value={fieldId} />
          <DateField name={`tolerantAccept.dueOn.${fieldId}`} legend={<Chinese>{name}</Chinese>} hint={t("dueHint")} defaultValue={rawDay(raw, `tolerantAccept.dueOn.${fieldId}`)} error={errors[`tolerantAccept.dueOn.${fieldId}`]} />
        </div>
      ))}
    </>
  );
}

/** Each material that came: in order, or why not. */
export function CheckSupplementFields({ raw, errors, life }: Props) {
  const t = useTranslations("life.check");
  const locale = useLocale();
  return (
    <Fieldset name="checkSupplement.field" legend={t("legend")} hint={t("hint")} error={errors["checkSupplement.field"]}>
      {life.tolerated.filter(({ state }) => state === "supplied").map(({ fieldId, name, dueOn, suppliedAt }) => {
        const [inOrder, reason] = [`checkSupplement.inOrder.${fieldId}`, `checkSupplement.reason.${fieldId}`];
        const found = rawText(raw, inOrder);
        return (
          <div key={fieldId} className="flex flex-col gap-3 rounded-control border border-line p-3">
            <input type="hidden" name="checkSupplement.material" value={fieldId} />
            <YesNo
              name={inOrder} legend={t("inOrder", { name })} {...(found === "" ? {} : { defaultValue: found === "yes" })}
              hint={suppliedAt && t("came", { at: formatInstant(suppliedAt, locale), due: dueOn ? formatDay(dueOn, locale) : "" })}
            />
            <TextArea name={reason} label={t("reason")} optional rows={2} limit={500} defaultValue={rawText(raw, reason)} error={errors[reason]} />
          </div>
        );
      })}
    </Fieldset>
  );
}
