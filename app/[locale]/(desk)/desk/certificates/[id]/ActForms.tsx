"use client";

import { useTranslations } from "next-intl";
import { ActForm, type FormView } from "@/app/_shared/desk/ActForm";
import { RadioGroup } from "@/app/_ui/Choices";
import { Select } from "@/app/_ui/Select";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { lifeGrounds, type LifeAct, type ProposedAct } from "@/domain/certificates/schema/life";
import type { KeptFields } from "@/domain/identity/rules/kept-forms";
import { change, decide, propose, reissue, restore } from "../actions";

type Common = { hidden: Record<string, string | number>; start: KeptFields | undefined };

// Fields are named after their act: several forms stand on the page.
function Reason({ act, view: { text, isMissing } }: { act: LifeAct; view: FormView }) {
  const t = useTranslations("certificateLife");
  return <TextArea name={`${act}.reason`} label={t("reason")} hint={t("reasonHint")} limit={500} defaultValue={text(`${act}.reason`)} error={isMissing("reason") ? t("wants.reason") : undefined} />;
}

/** What takes rights away, for another to decide. */
export function ProposeForm({ hidden, start, act }: Common & { act: ProposedAct }) {
  const t = useTranslations("certificateLife");
  return (
    <ActForm action={propose} hidden={{ ...hidden, act }} start={start} label={t("propose")} folded={t(`acts.${act}`)}>
      {(view) => (
        <>
          <p>{t(`effects.${act}`)}</p>
          <Select name={`${act}.ground`} label={t("ground")} width="full" defaultValue={view.text(`${act}.ground`)} error={view.isMissing("ground") ? t("wants.ground") : undefined} options={lifeGrounds[act].map((ground) => ({ value: ground, label: t(`grounds.${ground}`) }))} />
          <TextField name={`${act}.basis`} label={t("basis")} hint={t("basisHint")} maxLength={200} autoComplete="off" defaultValue={view.text(`${act}.basis`)} error={view.isMissing("basis") ? t("wants.basis") : undefined} />
          <Reason act={act} view={view} />
        </>
      )}
    </ActForm>
  );
}

export function DecideForm({ hidden, start, decisions }: Common & { decisions: readonly ("granted" | "declined" | "withdrawn")[] }) {
  const t = useTranslations("certificateLife");
  return (
    <ActForm action={decide} hidden={{ ...hidden, act: "decide" }} start={start} label={t("decide")}>
      {({ text, isMissing }) => (
        <>
          <RadioGroup name="outcome" legend={t("decide")} defaultValue={text("outcome")} error={isMissing("outcome") ? t("wants.outcome") : undefined} choices={decisions.map((value) => ({ value, label: t(`outcomes.${value}`) }))} />
          {decisions.includes("declined") && <TextArea name="answer" label={t("answer")} hint={t("answerHint")} optional limit={500} defaultValue={text("answer")} />}
        </>
      )}
    </ActForm>
  );
}

export function PlainForm({ hidden, start, act }: Common & { act: "restore" | "reissue" }) {
  const t = useTranslations("certificateLife");
  return (
    <ActForm action={act === "restore" ? restore : reissue} hidden={{ ...hidden, act }} start={start} label={t(`acts.${act}`)} folded={t(`acts.${act}`)}>
      {(view) => <><p>{t(`effects.${act}`)}</p><Reason act={act} view={view} /></>}
    </ActForm>
  );
}

type Faced = Common & { fields: readonly { key: string; label: string; value: string; covered: boolean }[]; holders: readonly string[] };

/** The words on the face as they are, to be put right. */
export function ChangeForm({ hidden, start, fields, holders }: Faced) {
  const t = useTranslations("certificateLife");
  const rows = [...holders.map((value, at) => ({ name: `holders.${at}`, label: t("holders"), value, hint: undefined })), ...fields.map(({ key, label, value, covered }) => (covered ? { name: `covered.${key}`, label, value: "", hint: t("coveredHint", { value }) } : { name: `face.${key}`, label, value, hint: undefined }))];
  return (
    <ActForm action={change} hidden={{ ...hidden, act: "change" }} start={start} label={t("acts.change")} folded={t("acts.change")}>
      {(view) => (
        <>
          <p>{t("effects.change")}</p>
          {rows.map(({ name, label, value, hint }) => <TextField key={name} name={name} label={label} hint={hint} optional={hint !== undefined} maxLength={2000} autoComplete="off" defaultValue={view.all(name)[0] ?? value} error={view.isMissing(name) ? t("wants.face") : undefined} />)}
          <Reason act="change" view={view} />
        </>
      )}
    </ActForm>
  );
}
