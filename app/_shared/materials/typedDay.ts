import { dayFromForm } from "@/app/_ui/dayFromForm";
import { isDay } from "@/domain/core/days";

const parts = ["year", "month", "day"] as const;

/** A day of a form that may be left empty (null), or what was typed where that is none, part by part, to be shown again. */
export function typedDay(form: FormData, name: string): { day: string | null } | { typed: string } {
  const typed = parts.map((part) => String(form.get(`${name}-${part}`) ?? "").replaceAll("-", "").trim().slice(0, 10));
  if (typed.every((part) => part === "")) return { day: null };
  const day = dayFromForm(form, name);
  return isDay(day) ? { day } : { typed: typed.join("-") };
}

/** Whether every part of it was given in figures: then the day does not exist; otherwise something is missing. */
export const isWhole = (typed: string): boolean => typed.split("-").filter((part) => /^\d+$/.test(part.normalize("NFKC"))).length === parts.length;
