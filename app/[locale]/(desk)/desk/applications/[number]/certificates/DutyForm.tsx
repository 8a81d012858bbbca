"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState } from "react";
import { formatDayShort } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Chinese } from "@/app/_shared/items/Localised";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldStack } from "@/app/_ui/Fieldset";
import { FocusOnArrival } from "@/app/_ui/FocusOnArrival";
import { DescriptionList } from "@/app/_ui/Lists";
import { Notice } from "@/app/_ui/Notice";
import { SearchSelect } from "@/app/_ui/SearchSelect";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { readCertificate, type DutyState } from "./actions";

type Props = { id: string; number: string; types: readonly { id: string; name: string }[]; start: DutyState };

const fields = ["typeId", "legalBasis", "purpose"] as const;

/** Which certificate, under what law, what for; what it says stands above the form once it was read. */
export function DutyForm({ id, number, types, start }: Props) {
  const [state, send] = useActionState<DutyState, FormData>(readCertificate, start);
  const [t, refused] = [useTranslations("certificateUses.duty"), useTranslations("errors")];
  const errors = [
    ...fields.filter((name) => state.wrong?.includes(name)).map((name) => ({ name, message: t(`errors.${name}`) })),
    ...(state.refusal ? [{ name: "typeId", message: refusalText(refused, state.refusal) }] : []),
  ];
  const field = (name: (typeof fields)[number]) => ({ name, error: errors.find((error) => error.name === name)?.message, defaultValue: state.typed?.[name] });
  return (
    <>
      {state.told && <FocusOnArrival><Told reading={state.told.reading} /></FocusOnArrival>}
      <form action={send} noValidate>
        <ActingField />
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="number" value={number} />
        <ErrorSummary errors={errors} />
        <FieldStack>
          <SearchSelect {...field("typeId")} label={t("type")} search={t("typeSearch")} width="full" options={types.map(({ id: value, name }) => ({ value, label: name }))} />
          <TextField {...field("legalBasis")} label={t("legalBasis")} hint={t("legalBasisHint")} width="full" />
          <TextArea {...field("purpose")} label={t("purpose")} hint={t("purposeHint")} rows={2} limit={200} />
          <div><SubmitButton>{t("read")}</SubmitButton></div>
        </FieldStack>
      </form>
    </>
  );
}

function Told({ reading }: { reading: NonNullable<DutyState["told"]>["reading"] }) {
  const t = useTranslations("certificateUses.duty");
  const locale = useLocale();
  if (!reading) return <Notice title={t("none")}>{t("noneText")}</Notice>;
  const { facts, fields: told } = reading;
  return (
    <section className="flex flex-col gap-4 rounded-card border border-line p-5">
      <h2 className="text-h3 font-bold"><Chinese>{facts.name}</Chinese></h2>
      <p>{t("genuine")}</p>
      <DescriptionList facts={[
        ...told.map(({ labelZh, labelEn, value }) => ({ label: locale === "en" ? labelEn : labelZh, value: <span className="whitespace-pre-line"><Chinese>{value}</Chinese></span> })),
        { label: t("issuer"), value: <Chinese>{facts.issuer}</Chinese> },
        { label: t("validUntil"), value: facts.validUntil ? formatDayShort(facts.validUntil, locale) : t("forever") },
      ]} />
    </section>
  );
}
