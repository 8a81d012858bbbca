import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { errorId, fieldId, hintId, sourceId, type FieldProps } from "./fields";
import { Icon } from "./Icon";
import { MarkChinese } from "./MarkChinese";
import { useGap } from "./useGap";

export function OptionalMark() {
  const t = useTranslations("ui");
  return <span className="font-normal text-muted">{useGap()}{t("optional")}</span>;
}

/** Hint, source and error of a field, in the order in which they are read. */
export function FieldNotes({ name, hint, source, error }: Pick<FieldProps, "name" | "hint" | "source" | "error">) {
  const t = useTranslations("ui");
  const gap = useGap();
  return (
    <>
      {hint && <div id={hintId(name)} className="max-w-measure text-hint text-muted">{hint}</div>}
      {source && (
        <p id={sourceId(name)} className="flex items-start gap-1 text-hint text-success">
          <Icon name="check" className="mt-[0.3em] size-[1em]" />
          <span>{source}</span>
        </p>
      )}
      {error && (
        <p id={errorId(name)} className="flex max-w-measure items-start gap-1 font-semibold text-danger">
          <Icon name="alert" className="mt-[0.3em] size-[1.1em]" />
          <span><span className="sr-only">{t("errorPrefix")}{gap}</span><MarkChinese>{error}</MarkChinese></span>
        </p>
      )}
    </>
  );
}

type FormFieldProps = FieldProps & {
  /** Makes the label the heading of a one-question page. */
  asHeading?: boolean | undefined;
  children: ReactNode;
};

/** A labelled control: label, hint, source, error, control. */
export function FormField({ name, label, hint, error, optional, source, asHeading, children }: FormFieldProps) {
  const labelled = (
    <label htmlFor={fieldId(name)} className={cx("block", asHeading ? "text-h1 font-bold" : "font-semibold leading-normal elder:font-bold")}>
      {label}{optional && <OptionalMark />}
    </label>
  );
  return (
    <div className={cx("flex flex-col gap-2", error && "border-l-4 border-danger pl-4")}>
      {asHeading ? <h1>{labelled}</h1> : labelled}
      <FieldNotes {...{ name, hint, source, error }} />
      {children}
    </div>
  );
}
