import { useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";
import { described, fieldId, hintId, type FieldProps } from "./fields";
import { Fieldset } from "./Fieldset";
import { FieldNotes } from "./FormField";

export type Choice = { value: string; label: ReactNode; hint?: ReactNode };

type ChoiceProps = { type: "radio" | "checkbox"; name: string; id: string; choice: Choice; checked: boolean; invalid: boolean };

/** One radio or checkbox: the whole row is the target. */
function ChoiceRow({ type, name, id, choice, checked, invalid }: ChoiceProps) {
  const hint = choice.hint ? `${id}-hint` : undefined;
  return (
    <label
      htmlFor={id}
      className={cx(
        "flex min-h-tap items-start gap-3 rounded-control border-(length:--stroke) px-4 py-2 hover:bg-accent-soft elder:min-h-tap-primary elder:py-3",
        "has-checked:border-accent has-checked:bg-accent-soft has-checked:outline-1 has-checked:outline-accent",
        invalid ? "border-danger" : "border-control",
      )}
    >
      <input type={type} id={id} name={name} value={choice.value} defaultChecked={checked} aria-describedby={hint} className="mt-[calc(0.85em-var(--tick)/2)] size-tick shrink-0" />
      <span className="min-w-0">
        {choice.label}
        {choice.hint && <span id={hint} className="block text-hint text-muted">{choice.hint}</span>}
      </span>
    </label>
  );
}

type GroupProps = Omit<FieldProps, "label"> & {
  legend: ReactNode;
  choices: readonly Choice[];
  asHeading?: boolean | undefined;
  /** Side by side where there is room; for two or three short answers. */
  inline?: boolean | undefined;
};

type ChoiceGroupProps = GroupProps & { type: "radio" | "checkbox"; chosen: readonly string[] };

function ChoiceGroup({ type, chosen, choices, inline, ...group }: ChoiceGroupProps) {
  const { name, error } = group;
  return (
    <Fieldset {...group}>
      <div className={cx("flex gap-2 elder:gap-4", inline ? "flex-wrap" : "max-w-form flex-col")}>
        {choices.map((choice, index) => (
          <ChoiceRow
            key={choice.value}
            type={type}
            name={name}
            id={index === 0 ? fieldId(name) : `${fieldId(name)}-${choice.value}`}
            choice={choice}
            checked={chosen.includes(choice.value)}
            invalid={Boolean(error)}
          />
        ))}
      </div>
    </Fieldset>
  );
}

/** One answer of up to about seven. */
export function RadioGroup({ defaultValue, ...rest }: GroupProps & { defaultValue?: string | undefined }) {
  return <ChoiceGroup type="radio" chosen={defaultValue === undefined ? [] : [defaultValue]} {...rest} />;
}

/** Any number of answers; the form sends the name once for each. */
export function CheckboxGroup({ defaultValue = [], ...rest }: GroupProps & { defaultValue?: readonly string[] | undefined }) {
  return <ChoiceGroup type="checkbox" chosen={defaultValue} {...rest} />;
}

type YesNoProps = Omit<GroupProps, "choices" | "inline"> & { defaultValue?: boolean | undefined; allowUnknown?: boolean };

/** A yes-or-no question, sent as `yes`, `no` or, where the law allows it, `unknown`. */
export function YesNo({ defaultValue, allowUnknown = false, ...rest }: YesNoProps) {
  const t = useTranslations("ui");
  const choices = [{ value: "yes", label: t("yes") }, { value: "no", label: t("no") }];
  if (allowUnknown) choices.push({ value: "unknown", label: t("unknown") });
  const chosen = defaultValue === undefined ? undefined : defaultValue ? "yes" : "no";
  return <RadioGroup inline choices={choices} defaultValue={chosen} {...rest} />;
}

type CheckboxProps = Pick<FieldProps, "name" | "error" | "hint"> & { label: ReactNode; value?: string; defaultChecked?: boolean } & Pick<ComponentProps<"input">, "checked" | "onChange">;

/** A single statement to agree to. */
export function Checkbox({ name, label, value = "yes", error, hint, checked, defaultChecked = false, onChange }: CheckboxProps) {
  const { "aria-describedby": notes, ...invalid } = described({ name, error, hint });
  return (
    <div className={cx("max-w-form", error && "border-l-4 border-danger pl-4")}>
      {error && <FieldNotes name={name} error={error} />}
      <label htmlFor={fieldId(name)} className="flex min-h-tap items-start gap-3 py-2">
        <input type="checkbox" id={fieldId(name)} name={name} value={value} {...(checked === undefined ? { defaultChecked } : { checked })} onChange={onChange} aria-describedby={notes} {...invalid} className="mt-[calc(0.85em-var(--tick)/2)] size-tick shrink-0" />
        <span className="min-w-0">{label}{hint && <span id={hintId(name)} className="block text-hint text-muted">{hint}</span>}</span>
      </label>
    </div>
  );
}
