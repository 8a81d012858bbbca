import type { ComponentProps } from "react";
import { cx } from "./cx";
import { controlClass, controlWidths, described, fieldId, type ControlWidth, type FieldProps } from "./fields";
import { FormField } from "./FormField";

type NativeInput = Omit<ComponentProps<"input">, "name" | "id" | "size" | "width" | "placeholder" | "required">;

export type TextFieldProps = FieldProps & NativeInput & {
  width?: ControlWidth;
  asHeading?: boolean | undefined;
  /** Unit or sign written after the control, such as 元. */
  suffix?: string | undefined;
};

/** One line of text. Any reasonable format is accepted; the server normalises and judges. */
export function TextField({ name, label, hint, error, optional, source, asHeading, suffix, width = "wide", type = "text", className, ...input }: TextFieldProps) {
  const control = (
    <input
      id={fieldId(name)}
      name={name}
      type={type}
      className={cx(controlClass, controlWidths[width], className)}
      {...described({ name, hint, error, source })}
      {...input}
    />
  );
  return (
    <FormField {...{ name, label, hint, error, optional, source, asHeading }}>
      {suffix ? <div className="flex items-center gap-3">{control}<span aria-hidden="true">{suffix}</span></div> : control}
    </FormField>
  );
}

type VariantProps = Omit<TextFieldProps, "type">;

/** A whole number or decimal, typed; no spinner, no scroll-wheel surprises. */
export function NumberField({ width = "short", inputMode = "decimal", className, ...rest }: VariantProps) {
  return <TextField width={width} inputMode={inputMode} autoComplete="off" className={cx("tabular-nums", className)} {...rest} />;
}

/** An amount in yuan, two decimals at most. */
export function MoneyField({ suffix = "元", ...rest }: VariantProps) {
  return <NumberField suffix={suffix} {...rest} />;
}
