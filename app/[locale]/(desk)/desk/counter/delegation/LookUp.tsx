"use client";

import { useLocale, useTranslations } from "next-intl";
import { useActionState } from "react";
import { formatDayShort } from "@/app/_i18n/format";
import { refusalText } from "@/app/_i18n/refusal";
import { StandingTag } from "@/app/_shared/delegations/Terms";
import { ActingField } from "@/app/_shared/identity/ActingField";
import { Details } from "@/app/_ui/Cards";
import { FieldStack } from "@/app/_ui/Fieldset";
import { Notice } from "@/app/_ui/Notice";
import { Section } from "@/app/_ui/Page";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { Table, type Column } from "@/app/_ui/Table";
import { TextArea } from "@/app/_ui/TextArea";
import { TextField } from "@/app/_ui/TextField";
import { reachOf } from "@/domain/delegations/rules";
import { lookUp, revokeHere, type CounterState, type Found } from "./actions";

/** By the ID number of whoever stands at the counter: what they gave and were given, and the way to end it. */
export function LookUp({ start }: { start: CounterState }) {
  const t = useTranslations("delegations.counter");
  const errors = useTranslations("errors");
  const [{ typed = {}, problem, found }, action] = useActionState(lookUp, start);
  return (
    <>
      <Section title={t("lookUp")}>
        <form action={action} noValidate>
          <ActingField />
          <FieldStack>
            {problem && <Notice tone="error" live>{refusalText(errors, problem)}</Notice>}
            <TextField name="citizenId" label={t("citizenId")} defaultValue={typed["citizenId"]} maxLength={40} autoComplete="off" width="medium" />
            <TextField name="reason" label={t("reason")} hint={t("reasonHints.lookUp")} defaultValue={typed["reason"]} maxLength={500} autoComplete="off" />
            <div><SubmitButton>{t("lookUpDo")}</SubmitButton></div>
          </FieldStack>
        </form>
      </Section>
      {found && <Section title={t("foundTitle", { name: found.name })}>{found.rows.length > 0 ? <Results found={found} /> : <p>{t("foundNone")}</p>}</Section>}
    </>
  );
}

type Row = Found["rows"][number];

function Results({ found }: { found: Found }) {
  const t = useTranslations("delegations");
  const locale = useLocale();
  const columns: Column<Row>[] = [
    { key: "principal", header: t("counter.people.principal"), rowHeader: true, cell: (row) => row.principalName },
    { key: "delegate", header: t("counter.people.delegate"), cell: (row) => row.delegateName },
    { key: "kind", header: t("counter.kind"), cell: (row) => t(row.kind === "guardianship" ? "counter.kinds.guardianship" : "counter.kinds.family") },
    { key: "reach", header: t("terms.reach"), cell: (row) => t(`terms.reaches.${reachOf(row.acts) ?? "view"}`) },
    { key: "until", header: t("terms.until"), cell: (row) => (row.validUntil ? formatDayShort(row.validUntil, locale) : t("terms.noEnd")) },
    { key: "standing", header: t("counter.standing"), cell: (row) => <StandingTag standing={row.standing} /> },
    { key: "end", header: t("counter.end"), cell: (row) => (row.standing === "live" ? <EndForm id={row.id} name={row.delegateName} /> : null) },
  ];
  return <Table caption={t("counter.foundTitle", { name: found.name })} captionHidden columns={columns} rows={found.rows} rowKey={({ id }) => id} dense />;
}

function EndForm({ id, name }: { id: string; name: string }) {
  const t = useTranslations("delegations.counter");
  return (
    <Details summary={<>{t("end")}<span className="sr-only"> {name}</span></>}>
      <form action={revokeHere} className="flex flex-col gap-3">
        <ActingField />
        <input type="hidden" name="id" value={id} />
        <TextArea name="reason" label={t("reason")} limit={500} rows={2} required minLength={2} />
        <div><SubmitButton look="danger">{t("endDo")}</SubmitButton></div>
      </form>
    </Details>
  );
}
