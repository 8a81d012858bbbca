"use client";

import { useTranslations } from "next-intl";
import { ActForm } from "@/app/_shared/desk/ActForm";
import { RadioGroup } from "@/app/_ui/Choices";
import { Select } from "@/app/_ui/Select";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { lifeGrounds, type ProposedAct } from "@/domain/certificates/schema/life";
import { change, decide, propose, reissue, restore } from "../actions";

type Hidden = Record<string, string | number>;
type Common = { hidden: Hidden };

/** What takes rights away, for another to decide. */
export function ProposeForm({ hidden, act }: Common & { act: ProposedAct }) {
  const t = useTranslations("certificateLife");
  return (
    <ActForm action={propose} hidden={{ ...hidden, act }} label={t("propose")} look="secondary">
      {({ text, isMissing }) => (
        <>
          <Select name="ground" label={t("ground")} defaultValue={text("ground")} error={isMissing("ground") ? t("ground") : undefined} options={lifeGrounds[act].map((ground) => ({ value: ground, label: t(`grounds.${ground}`) }))} />
          <TextField name="basis" label={t("basis")} hint={t("basisHint")} maxLength={200} autoComplete="off" defaultValue={text("basis")} error={isMissing("basis") ? t("basisHint") : undefined} />
          <TextArea name="reason" label={t("reason")} hint={t("reasonHint")} limit={500} defaultValue={text("reason")} error={isMissing("reason") ? t("reasonHint") : undefined} />
        </>
      )}
    </ActForm>
  );
}

export function DecideForm({ hidden, decisions }: Common & { decisions: readonly ("granted" | "declined" | "withdrawn")[] }) {
  const t = useTranslations("certificateLife");
  return (
    <ActForm action={decide} hidden={hidden} label={t("decide")}>
      {({ text, isMissing }) => (
        <>
          <RadioGroup name="outcome" legend={t("decide")} defaultValue={text("outcome")} error={isMissing("outcome") ? t("decide") : undefined} choices={decisions.map((value) => ({ value, label: t(`outcomes.${value}`) }))} />
          <TextArea name="answer" label={t("answer")} optional limit={500} defaultValue={text("answer")} />
        </>
      )}
    </ActForm>
  );
}

export function PlainForm({ hidden, act }: Common & { act: "restore" | "reissue" }) {
  const t = useTranslations("certificateLife");
  return (
    <ActForm action={act === "restore" ? restore : reissue} hidden={hidden} label={t(`acts.${act}`)} look="secondary">
      {({ text, isMissing }) => <TextArea name="reason" label={t("reason")} hint={t("reasonHint")} limit={500} defaultValue={text("reason")} error={isMissing("reason") ? t("reasonHint") : undefined} />}
    </ActForm>
  );
}

type Faced = Common & { fields: readonly { key: string; label: string; value: string }[]; holders: readonly string[] };

/** The words on the face as they are, to be put right. */
export function ChangeForm({ hidden, fields, holders }: Faced) {
  const t = useTranslations("certificateLife");
  return (
    <ActForm action={change} hidden={hidden} label={t("acts.change")} look="secondary">
      {({ text, all, isMissing }) => (
        <>
          <p>{t("changeHint")}</p>
          {holders.map((name, at) => <TextField key={name} name="holders" label={t("holders")} maxLength={200} autoComplete="off" defaultValue={all("holders")[at] ?? name} />)}
          {fields.map(({ key, label, value }) => <TextField key={key} name={`face.${key}`} label={label} maxLength={2000} autoComplete="off" defaultValue={text(`face.${key}`) || value} />)}
          <TextArea name="reason" label={t("reason")} hint={t("reasonHint")} limit={500} defaultValue={text("reason")} error={isMissing("reason") ? t("reasonHint") : undefined} />
        </>
      )}
    </ActForm>
  );
}
