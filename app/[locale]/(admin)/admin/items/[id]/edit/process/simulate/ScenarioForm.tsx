import { useLocale, useTranslations } from "next-intl";
import { localText } from "@/app/_shared/forms/localised";
import { useExpressionWords } from "@/app/_shared/forms/expression/words";
import type { Answers } from "@/app/_trpc/types";
import { Checkbox, CheckboxGroup } from "@/app/_ui/Choices";
import { DateField } from "@/app/_ui/DateField";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { FieldGroup } from "@/app/_ui/Fieldset";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { NumberField, TextField } from "@/app/_ui/TextField";
import type { ScopeEntry } from "@/domain/forms/rules/scope";
import { resultId } from "./Outcome";

type Asked = Answers["applications"]["simulate"];

/** What happens to the imagined case, as a form that leads to an address. */
export function ScenarioForm({ asked, typed }: { asked: Asked; typed: FormData }) {
  const t = useTranslations("process.simulate");
  const locale = useLocale();
  const text = (name: string) => String(typed.get(name) ?? "");
  const days = (name: "acceptAfter" | "correctionAsked" | "correctionAnswered" | "suspendAfter" | "suspendDays" | "extensionDays", hint?: string) =>
    <NumberField name={name} label={t(name)} hint={hint} inputMode="numeric" width="tiny" defaultValue={text(name)} />;
  return (
    <form method="get" action={`#${resultId}`} data-print="no" noValidate className="flex flex-col gap-8">
      <input type="hidden" name="run" value="yes" />
      <FieldGroup legend={t("imagined")}>
        <DateField name="submittedOn" legend={t("submittedOn")} defaultValue={dayFromForm(typed, "submittedOn") ?? asked.today} />
        <div className="grid items-end gap-6 md:grid-cols-2 elder:md:grid-cols-1">
          {days("acceptAfter")}
          {days("extensionDays")}
          {days("correctionAsked", t("correctionAskedHint"))}
          {days("correctionAnswered")}
          {days("suspendAfter", t("suspendAfterHint"))}
          {days("suspendDays")}
        </div>
        <Checkbox name="personAsked" label={t("personAsked")} defaultChecked={text("personAsked") === "yes"} />
      </FieldGroup>
      {(asked.questions.length > 0 || asked.given.length > 0) && (
        <FieldGroup legend={t("answers")}>
          {asked.questions.map((entry) => <Question key={entry.path} entry={entry} scope={asked.questions} typed={typed} />)}
          {asked.given.length > 0 && <CheckboxGroup name="given" legend={t("given")} choices={asked.given.map(({ id, label }) => ({ value: id, label: localText(label, locale) }))} defaultValue={typed.getAll("given").map(String)} />}
        </FieldGroup>
      )}
      <div><SubmitButton>{t("run")}</SubmitButton></div>
    </form>
  );
}

function Question({ entry, scope, typed }: { entry: ScopeEntry; scope: readonly ScopeEntry[]; typed: FormData }) {
  const t = useTranslations("process.simulate");
  const locale = useLocale();
  const words = useExpressionWords(scope);
  const name = `a.${entry.path}`;
  const label = entry.label && !entry.part ? localText(entry.label, locale) : words.subject({ path: entry.path });
  const value = String(typed.get(name) ?? "");
  if (entry.type === "date") return <DateField name={name} legend={label} defaultValue={dayFromForm(typed, name)} />;
  if (entry.type === "boolean") return <Select name={name} label={label} empty={t("unset")} defaultValue={value} options={[{ value: "yes", label: t("yes") }, { value: "no", label: t("no") }]} />;
  if (entry.options) return <Select name={name} label={label} empty={t("unset")} defaultValue={value} options={entry.options.map((option) => ({ value: option.value, label: localText(option.label, locale) }))} />;
  return entry.type === "number" ? <NumberField name={name} label={label} defaultValue={value} /> : <TextField name={name} label={label} defaultValue={value} maxLength={200} />;
}
