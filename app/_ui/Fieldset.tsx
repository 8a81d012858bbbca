import type { ReactNode } from "react";
import { cx } from "./cx";
import { described, type FieldProps } from "./fields";
import { FieldNotes, OptionalMark } from "./FormField";

type FieldsetProps = Omit<FieldProps, "label"> & {
  legend: ReactNode;
  asHeading?: boolean | undefined;
  children: ReactNode;
};

/** A group of controls that answer one question together. */
export function Fieldset({ name, legend, hint, error, optional, source, asHeading, children }: FieldsetProps) {
  const { "aria-describedby": describedBy } = described({ name, hint, error, source });
  const mark = optional && <OptionalMark />;
  return (
    <fieldset aria-describedby={describedBy} className={cx("min-w-0", error && "border-l-4 border-danger pl-4")}>
      <legend className={cx("mb-2 block", asHeading ? "text-h1 font-bold" : "font-semibold leading-normal elder:font-bold")}>
        {asHeading ? <h1>{legend}{mark}</h1> : <>{legend}{mark}</>}
      </legend>
      <div className="flex flex-col gap-2">
        <FieldNotes {...{ name, hint, source, error }} />
        {children}
      </div>
    </fieldset>
  );
}

/** A titled block of several fields, for sections longer than one question. */
export function FieldGroup({ legend, children }: { legend: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-4 text-h2 font-bold">{legend}</legend>
      <div className="flex flex-col gap-6">{children}</div>
    </fieldset>
  );
}

/** Space between the fields of a form. */
export function FieldStack({ children }: { children: ReactNode }) {
  return <div className="flex max-w-form flex-col gap-8">{children}</div>;
}

