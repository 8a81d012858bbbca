"use client";

import { useLocale, useTranslations } from "next-intl";
import { localText } from "@/app/_shared/forms/localised";
import { Button } from "@/app/_ui/Button";
import { CheckboxGroup, RadioGroup } from "@/app/_ui/Choices";
import { SearchSelect } from "@/app/_ui/SearchSelect";
import { Select } from "@/app/_ui/Select";
import { TextArea } from "@/app/_ui/TextArea";
import { NumberField, TextField } from "@/app/_ui/TextField";
import { tellsOf } from "@/domain/items/rules/process";
import { stepKinds, stepMoments } from "@/domain/items/schema/process";
import { Folded } from "../Folded";
import { Expression } from "./Expression";
import type { TypedStep } from "./read";
import type { Choosable } from "./state";
import { TableFields } from "./TableFields";

type Props = Choosable & { step: TypedStep; at: number; steps: readonly TypedStep[]; wrong: ReadonlySet<string>; focus: string | undefined };

const roles = ["clerk", "reviewer", "approver", "certificateOfficer"] as const;

/** Whoever moves a step stays on the button, so that it can be pressed again. */
const standOn = (button: HTMLButtonElement | null) => button?.focus();

/** One step, folded under its place and name, with the buttons that move it beside it. */
export function StepFields(props: Props) {
  const t = useTranslations("process.edit");
  const { step, at, steps, wrong, focus } = props;
  const name = step.name?.zh || t("unnamed");
  const open = [...wrong].some((field) => field.startsWith(`steps.${at}.`)) || !step.name?.zh;
  const moves = [...(at > 0 ? (["up"] as const) : []), ...(at < steps.length - 1 ? (["down"] as const) : []), ...(steps.length > 1 ? (["remove"] as const) : [])];
  return (
    <div className="flex flex-col gap-1">
      <input type="hidden" name={`steps.${at}.key`} value={step.key} />
      <Folded summary={t("summary", { number: at + 1, name, kind: t(`kinds.${step.kind}`) })} open={open}>
        <Who {...props} />
        <When {...props} />
        <How {...props} />
        <Tells {...props} />
        {step.kind === "decide" && <TableFields {...props} />}
      </Folded>
      <div className="flex flex-wrap gap-2">
        {moves.map((move) => (
          <Button key={move} type="submit" look="quiet" name="press" value={`${move}:${step.key}`} {...(focus === `${move}:${step.key}` && { ref: standOn })}>
            {t(move)}<span className="sr-only"> {name}</span>
          </Button>
        ))}
      </div>
    </div>
  );
}

function Who({ step, at, wrong, departments }: Props) {
  const t = useTranslations("process.edit");
  const names = useTranslations("desk.history.roles");
  const field = (part: string) => `steps.${at}.${part}`;
  const error = (part: string) => (wrong.has(field(part)) ? t("fieldWrong") : undefined);
  return (
    <>
      <div className="grid gap-4 md:grid-cols-2">
        <TextField name={field("name")} label={t("name")} width="full" maxLength={200} defaultValue={step.name?.zh} error={error("name")} />
        <TextField name={field("nameEn")} label={t("nameEn")} optional width="full" lang="en" maxLength={200} defaultValue={step.name?.en} error={error("nameEn")} />
        <Select name={field("kind")} label={t("kind")} empty={false} defaultValue={step.kind} options={stepKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))} error={error("kind")} />
        <Select name={field("role")} label={t("role")} empty={false} defaultValue={step.role} options={[...new Set([...roles, step.role])].map((value) => ({ value, label: names(value) }))} error={error("role")} />
      </div>
      <SearchSelect name={field("departmentId")} label={t("department")} hint={t("departmentHint")} search={t("departmentSearch")} empty={t("ownDepartment")} width="full" defaultValue={step.departmentId} options={departments} error={error("departmentId")} />
    </>
  );
}

function When({ step, at, steps, wrong, scope }: Props) {
  const t = useTranslations("process.edit");
  const field = (part: string) => `steps.${at}.${part}`;
  const others = steps.filter(({ key }) => key !== step.key).map(({ key, name }) => ({ value: key, label: name?.zh || t("unnamed") }));
  return (
    <>
      <RadioGroup
        name={field("order")} legend={t("order")} defaultValue={step.after ? "named" : "previous"}
        choices={[{ value: "previous", label: t("previous") }, { value: "named", label: t("named"), hint: t("namedHint") }]}
      />
      {others.length > 0 && <CheckboxGroup name={field("after")} legend={t("after")} choices={others} defaultValue={step.after} error={wrong.has(field("after")) ? t("fieldWrong") : undefined} />}
      <Expression name={field("when")} label={t("when")} hint={t("whenHint")} value={step.when ?? ""} scope={scope} />
    </>
  );
}

function How({ step, at, wrong, procedures }: Props) {
  const t = useTranslations("process.edit");
  const locale = useLocale();
  const field = (part: string) => `steps.${at}.${part}`;
  const error = (part: string) => (wrong.has(field(part)) ? t("fieldWrong") : undefined);
  const units = (["workday", "calendarDay"] as const).map((value) => ({ value, label: t(`units.${value}`) }));
  return (
    <>
      <div className="flex flex-wrap items-end gap-4">
        <NumberField name={field("limitDays")} label={t("limitDays")} optional inputMode="numeric" width="tiny" defaultValue={step.limitDays ?? undefined} error={error("limitDays")} />
        <Select name={field("limitUnit")} label={t("limitUnit")} empty={false} width="short" defaultValue={step.limitUnit ?? "workday"} options={units} />
        <NumberField name={field("yellowDays")} label={t("yellowDays")} optional inputMode="numeric" width="tiny" defaultValue={step.yellowDays ?? undefined} error={error("yellowDays")} />
      </div>
      <TextArea name={field("standard")} label={t("standard")} optional rows={3} limit={1000} defaultValue={step.standard} error={error("standard")} />
      {procedures.length > 0 && <CheckboxGroup name={field("procedures")} legend={t("procedures")} hint={t("proceduresHint")} optional choices={procedures.map((value) => ({ value, label: <span lang="zh-CN">{localText({ zh: value }, locale)}</span> }))} defaultValue={step.procedures} />}
    </>
  );
}

/** What the step tells the applicant, by the name of a published text. */
function Tells({ step, at, wrong, stepTexts }: Props) {
  const t = useTranslations("process.edit");
  const locale = useLocale();
  const chosen = tellsOf(step).map(({ text }) => text).filter((code) => !stepTexts.some((text) => text.code === code));
  const options = [...stepTexts.map(({ code, name }) => ({ value: code, label: localText(name, locale) })), ...chosen.map((code) => ({ value: code, label: code }))];
  if (options.length === 0) return <p className="text-muted">{t("tellsNone")}</p>;
  return (
    <div className="grid gap-4 md:grid-cols-2">
      {stepMoments.map((moment) => {
        const name = `steps.${at}.tells.${moment}`;
        return <Select key={moment} name={name} label={t(`tells.${moment}`)} hint={t("tellsHint")} optional empty={t("tellsNothing")} width="full" defaultValue={step.tells?.[moment]} options={options} error={wrong.has(name) ? t("fieldWrong") : undefined} />;
      })}
    </div>
  );
}
