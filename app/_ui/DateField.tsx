import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { controlClass, fieldId, type FieldProps } from "./fields";
import { Fieldset } from "./Fieldset";

type DateFieldProps = Omit<FieldProps, "label"> & {
  legend: ReactNode;
  /** `YYYY-MM-DD`, or what was typed, with dashes between the parts. */
  defaultValue?: string | undefined;
  asHeading?: boolean | undefined;
  /** Offers selects instead of typing, for a short known span of years. */
  years?: { from: number; to: number } | undefined;
  birthday?: boolean | undefined;
};

// Narrow enough for a line of its own on a phone of 360 pixels; a list needs room for its arrow.
const widths = { typed: { year: "w-[5em]!", other: "w-[3.5em]!" }, chosen: { year: "w-[6.5em]!", other: "w-[4.5em]!" } } as const;

const parts = ["year", "month", "day"] as const;
const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

/**
 * A date in three parts, never a calendar. The form sends `<name>-year`, `<name>-month`, `<name>-day`;
 * `dayFromForm` joins them again.
 */
export function DateField({ name, legend, hint, error, optional, source, asHeading, defaultValue = "", years, birthday }: DateFieldProps) {
  const t = useTranslations("ui");
  // 2026 年 11 月 21 日 reads as a date; in English the words stand above.
  const layout = useLocale() === "en" ? "flex flex-col-reverse items-start gap-1" : "flex items-center gap-1.5";
  const typed = defaultValue.split("-");
  const choices = years && { year: span(years.from, years.to), month: span(1, 12), day: span(1, 31) };
  const autoComplete = { year: "bday-year", month: "bday-month", day: "bday-day" } as const;
  return (
    <Fieldset {...{ name, legend, hint, error, optional, source, asHeading }}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-3 md:gap-x-4">
        {parts.map((part, index) => {
          const id = index === 0 ? fieldId(name) : `${fieldId(name)}-${part}`;
          const shared = {
            id,
            name: `${name}-${part}`,
            defaultValue: (typed[index] ?? "").replace(/^0+(?=\d)/, ""),
            "aria-invalid": error ? (true as const) : undefined,
            className: cx(controlClass, "tabular-nums", widths[choices ? "chosen" : "typed"][part === "year" ? "year" : "other"]),
          };
          return (
            <div key={part} className={layout}>
              {choices ? (
                <select {...shared}>
                  <option value="">—</option>
                  {choices[part].map((value) => <option key={value}>{value}</option>)}
                </select>
              ) : (
                <input {...shared} type="text" inputMode="numeric" autoComplete={birthday ? autoComplete[part] : "off"} />
              )}
              <label htmlFor={id}>{t(`datePart.${part}`)}</label>
            </div>
          );
        })}
      </div>
    </Fieldset>
  );
}
