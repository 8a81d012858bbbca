import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { cx } from "./cx";
import { controlClass, controlWidths, described, fieldId, type ControlWidth, type FieldProps } from "./fields";
import { FormField } from "./FormField";

export type Option = { value: string; label: string };
export type OptionGroup = { label: string; options: readonly Option[] };

type SelectProps = FieldProps & Omit<ComponentProps<"select">, "name" | "id" | "multiple" | "children"> & {
  options: readonly (Option | OptionGroup)[];
  /** The empty first choice; `false` when one choice is always made. */
  empty?: string | false;
  width?: ControlWidth;
  asHeading?: boolean | undefined;
};

/** The browser's own select; for more than about seven choices. */
export function Select({ name, label, hint, error, optional, source, asHeading, options, empty, width = "wide", className, ...rest }: SelectProps) {
  const t = useTranslations("ui");
  return (
    <FormField {...{ name, label, hint, error, optional, source, asHeading }}>
      <select id={fieldId(name)} name={name} className={cx(controlClass, controlWidths[width], className)} {...described({ name, hint, error, source })} {...rest}>
        {empty !== false && <option value="">{empty ?? t("choose")}</option>}
        {options.map((option) =>
          "options" in option ? (
            <optgroup key={option.label} label={option.label}>
              {option.options.map((inner) => <option key={inner.value} value={inner.value}>{inner.label}</option>)}
            </optgroup>
          ) : (
            <option key={option.value} value={option.value}>{option.label}</option>
          ),
        )}
      </select>
    </FormField>
  );
}
