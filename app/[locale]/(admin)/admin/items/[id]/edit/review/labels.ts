import type { useTranslations } from "next-intl";

type Admin = ReturnType<typeof useTranslations<"admin">>;

/** The name of a field of the content; an unknown one stands for itself. */
export function fieldLabel(t: Admin, field: string): string {
  const key = `fields.${field}` as "fields.name";
  return t.has(key) ? t(key) : field;
}

/** Where a problem lies: the field, and the number of the entry within it. */
export function placeLabel(t: Admin, path: string): string {
  const [field = "", place] = path.split(".");
  const label = fieldLabel(t, field);
  return place && /^\d+$/.test(place) ? `${label} ${Number(place) + 1}` : label;
}
