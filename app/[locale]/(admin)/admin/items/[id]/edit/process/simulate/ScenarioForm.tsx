import { useLocale, useTranslations } from "next-intl";
import { localText } from "@/app/_shared/forms/localised";
import { useExpressionWords } from "@/app/_shared/forms/expression/words";
import type { Answers } from "@/app/_trpc/types";
import { Checkbox, CheckboxGroup } from "@/app/_ui/Choices";
import { DateField } from "@/app/_ui/DateField";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { ErrorSummary } from "@/app/_ui/ErrorSummary";
import { FieldGroup } from "@/app/_ui/Fieldset";
import { Select } from "@/app/_ui/Select";
import { SubmitButton } from "@/app/_ui/SubmitButton";
import { NumberField, TextField } from "@/app/_ui/TextField";
import type { ScopeEntry } from "@/domain/forms/rules/scope";
import { resultId } from "./Outcome";

type Asked = Answers["applications"]["simulate"];

const most: Readonly<Record<string, number>> = { acceptAfter: 250, extensionDays: 30, correctionAsked: 250, correctionAnswered: 250, suspendAfter: 250, suspendDays: 730 };

/** What to do about an input that was not understood. */
function useAdvice(wrong: readonly string[]) {
  const t = useTranslations("process.simulate");
  return (name: string) => (!wrong.includes(name) ? undefined : most[name] === undefined ? t("wrong") : t("wrongDays", { most: most[name] }));
}

/** The inputs to put right, by their labels. */
export function WrongInputs({ names, asked }: { names: readonly string[]; asked: Asked }) {
  const t = useTranslations("process.simulate");
  const locale = useLocale();
  const advice = useAdvice(names);
  const label = (name: string) => {
    if (name === "submittedOn" || most[name] !== undefined) return t(name as "submittedOn");
    return localText(asked.questions.find(({ path }) => `a.${path}` === name)?.label ?? { zh: t("answers") }, locale);
  };
  return <ErrorSummary errors={names.map((name) => ({ name, message: t("wrongAt", { label: label(name), advice: advice(name) ?? "" }) }))} />;
}

/** What happens to the imagined case, as a form that leads to an address. */
export function ScenarioForm({ asked, typed, wrong }: { asked: Asked; typed: FormData; wrong: readonly string[] }) {
  const t = useTranslations("process.simulate");
  const advice = useAdvice(wrong);
  const locale = useLocale();
  const text = (name: string) => String(typed.get(name) ?? "");
  const days = (name: "acceptAfter" | "correctionAsked" | "correctionAnswered" | "suspendAfter" | "suspendDays" | "extensionDays", hint?: string) =>
    <NumberField name={name} label={t(name)} hint={hint} inputMode="numeric" width="tiny" defaultValue={text(name)} error={advice(name)} />;
  return (
    <form method="get" action={`#${resultId}`} data-print="no" noValidate className="flex flex-col gap-8">
      <input type="hidden" name="run" value="yes" />
      <FieldGroup legend={t("imagined")}>
        <DateField name="submittedOn" legend={t("submittedOn")} error={advice("submittedOn")} defaultValue={dayFromForm(typed, "submittedOn") ?? asked.today} />
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
          {asked.questions.map((entry) => <Question key={entry.path} entry={entry} scope={asked.questions} typed={typed} error={advice(`a.${entry.path}`)} />)}
          {asked.given.length > 0 && <CheckboxGroup name="given" legend={t("given")} choices={asked.given.map(({ id, label }) => ({ value: id, label: localText(label, locale) }))} defaultValue={typed.getAll("given").map(String)} />}
        </FieldGroup>
      )}
      <div><SubmitButton>{t("run")}</SubmitButton></div>
    </form>
  );
}

function Question({ entry, scope, typed, error }: { entry: ScopeEntry; scope: readonly ScopeEntry[]; typed: FormData; error: string | undefined }) {
  const t = useTranslations("process.simulate");
  const locale = useLocale();
  const words = useExpressionWords(scope);
  const name = `a.${entry.path}`;
  const label = entry.label && !entry.part ? localText(entry.label, locale) : words.subject({ path: entry.path });
  const value = String(typed.get(name) ?? "");
  if (entry.type === "date") return <DateField name={name} legend={label} defaultValue={dayFromForm(typed, name)} />;
  if (entry.type === "boolean") return <Select name={name} label={label} empty={t("unset")} defaultValue={value} options={[{ value: "yes", label: t("yes") }, { value: "no", label: t("no") }]} />;
  if (entry.options) return <Select name={name} label={label} empty={t("unset")} defaultValue={value} options={entry.options.map((option) => ({ value: option.value, label: localText(option.label, locale) }))} />;
  return entry.type === "number" ? <NumberField name={name} label={label} defaultValue={value} error={error} /> : <TextField name={name} label={label} defaultValue={value} maxLength={200} />;
}
