import type { ReactNode } from "react";

/** What every form field takes. The id is derived from the name, so that an error summary can link to it. */
export type FieldProps = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** The sentence shown at the field; its presence marks the field invalid. */
  error?: string | undefined;
  /** Adds "（选填）" to the label; required fields carry no mark. */
  optional?: boolean | undefined;
  /** Where the value comes from when it was filled in for the person, e.g. "来自您的账户". */
  source?: ReactNode;
};

export const fieldId = (name: string) => `field-${name}`;
export const hintId = (name: string) => `hint-${name}`;
export const errorId = (name: string) => `error-${name}`;
export const sourceId = (name: string) => `source-${name}`;

type Described = { "aria-describedby"?: string; "aria-invalid"?: true };

/** The ARIA attributes that tie a control to its hint, source and error. */
export function described({ name, hint, error, source }: Pick<FieldProps, "name" | "hint" | "error" | "source">): Described {
  const ids = [hint && hintId(name), source && sourceId(name), error && errorId(name)].filter(Boolean).join(" ");
  return { ...(ids && { "aria-describedby": ids }), ...(error && { "aria-invalid": true as const }) };
}

/** The look of every text-like control. */
export const controlClass =
  "block w-full min-h-tap rounded-control border-(length:--stroke) border-control bg-surface px-3 py-2 text-body leading-normal text-ink " +
  "hover:border-ink aria-invalid:border-2 aria-invalid:border-danger disabled:cursor-not-allowed disabled:bg-subtle disabled:text-muted " +
  "[&[readonly]]:bg-subtle elder:px-4";

/** How wide a control is: as wide as the answer it expects. */
export const controlWidths = {
  full: "",
  wide: "max-w-[28rem]",
  medium: "max-w-[20rem]",
  short: "max-w-[11rem]",
  tiny: "max-w-[6rem]",
} as const;
export type ControlWidth = keyof typeof controlWidths;
