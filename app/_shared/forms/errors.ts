import { useLocale, useTranslations } from "next-intl";
import { formatDayShort } from "@/app/_i18n/format";
import type { FieldError } from "@/app/_ui/ErrorSummary";
import { isDay } from "@/domain/core/days";
import type { FormError } from "@/domain/forms/rules/errors";
import type { Field } from "@/domain/forms/schema";
import { localText } from "./localised";

type At = { control: string; input: string };

/**
 * Where an error shows: `control` is the name of the control that carries the message, `input` the name of the very
 * input that the error summary leads to.
 */
function placeOf({ fieldId, part }: Pick<FormError, "fieldId" | "part">, type: Field["type"] | undefined): At {
  switch (type) {
    case "date":
      return { control: fieldId, input: datePart(fieldId, part) };
    case "dateRange": {
      const [end = "start", inner] = (part ?? "start").split(".");
      return { control: `${fieldId}.${end}`, input: datePart(`${fieldId}.${end}`, inner) };
    }
    case "address":
      return same(`${fieldId}.${part ?? "division"}`);
    case "signature":
      return same(`${fieldId}.${part ?? "name"}`);
    default:
      return same(fieldId);
  }
}

const same = (name: string): At => ({ control: name, input: name });
// The year is the first input of a date and carries its bare name.
const datePart = (name: string, part: string | undefined) => (part && part !== "year" ? `${name}-${part}` : name);

/** One message per control, in the words of its label; the first, most important one wins. */
type ShownErrors = { summary: FieldError[]; byControl: Readonly<Record<string, string>> };

/** Puts the errors of a form into the reader's words. */
export function useErrorTexts(): (errors: readonly FormError[], typeOf: (fieldId: string) => Field["type"] | undefined) => ShownErrors {
  const t = useTranslations();
  const locale = useLocale();
  return (errors, typeOf) => {
    const byControl: Record<string, string> = {};
    const summary: FieldError[] = [];
    for (const error of errors) {
      const { control, input } = placeOf(error, typeOf(error.fieldId));
      if (byControl[control] !== undefined) continue;
      const { limit } = error.params;
      const told = isDay(limit) ? { ...error.params, limit: formatDayShort(limit, locale) } : error.params;
      const spoken = error.against ? { ...told, other: localText(error.against, locale) } : told;
      const message = t(error.code, { ...spoken, label: localText(error.label, locale) });
      byControl[control] = message;
      summary.push({ name: input, message: error.row === undefined ? message : t("forms.inRow", { row: error.row, message }) });
    }
    return { summary, byControl };
  };
}
