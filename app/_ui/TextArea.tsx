"use client";

import { useTranslations } from "next-intl";
import { useState, type ComponentProps } from "react";
import { cx } from "./cx";
import { controlClass, described, fieldId, hintId, type FieldProps } from "./fields";
import { FormField } from "./FormField";

type TextAreaProps = FieldProps & Omit<ComponentProps<"textarea">, "name" | "id" | "placeholder" | "maxLength"> & {
  asHeading?: boolean | undefined;
  /** The limit is told, counted and judged by the server; typing past it is allowed. */
  limit?: number | undefined;
};

/** Several lines of text, with a count against the limit. */
export function TextArea({ name, label, hint, error, optional, source, asHeading, limit, rows = 5, defaultValue, onChange, ...rest }: TextAreaProps) {
  const t = useTranslations("ui");
  const [length, setLength] = useState([...String(defaultValue ?? "")].length);
  const { "aria-describedby": notes, ...invalid } = described({ name, hint, error, source });
  const countId = `${hintId(name)}-count`;
  return (
    <FormField {...{ name, label, hint, error, optional, source, asHeading }}>
      <textarea
        id={fieldId(name)}
        name={name}
        rows={rows}
        defaultValue={defaultValue}
        className={cx(controlClass, "max-w-form")}
        aria-describedby={cx(notes, limit !== undefined && countId) || undefined}
        {...invalid}
        onChange={(event) => {
          setLength([...event.currentTarget.value].length);
          onChange?.(event);
        }}
        {...rest}
      />
      {limit !== undefined && (
        <p id={countId} className={cx("text-hint", length > limit ? "font-semibold text-danger" : "text-muted")}>
          {length > limit ? t("charactersOver", { count: length - limit }) : length === 0 ? t("charactersMost", { limit }) : t("charactersLeft", { count: limit - length, limit })}
        </p>
      )}
    </FormField>
  );
}
