const halfWidth = (value: string) => value.normalize("NFKC").replace(/\D/g, "");

/**
 * Joins the three parts of a `DateField` to `YYYY-MM-DD`. Full-width digits are accepted. Returns
 * undefined when nothing was typed; an impossible date is returned as typed, for the rules to judge.
 */
export function dayFromForm(form: FormData, name: string): string | undefined {
  const [year, month, day] = ["year", "month", "day"].map((part) => halfWidth(String(form.get(`${name}-${part}`) ?? "")));
  if (!year && !month && !day) return undefined;
  return [year?.padStart(4, "0"), month?.padStart(2, "0"), day?.padStart(2, "0")].join("-");
}
