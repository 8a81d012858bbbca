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

type Revisions = ReturnType<typeof useTranslations<"revisions">>;

/** Where a text stands, in words: `materials.1.condition` is the condition of the second material. */
export function textPlace(admin: Admin, revisions: Revisions, path: string): string {
  const [field = "", ...rest] = path.split(".").filter((step) => step !== "items");
  return rest.reduce((place, step) => (/^\d+$/.test(step) ? `${place} ${Number(step) + 1}` : `${place} · ${wordFor(revisions, step)}`), fieldLabel(admin, field));
}

function wordFor(t: Revisions, step: string): string {
  const key = `paths.${step}` as "paths.name";
  return t.has(key) ? t(key) : step;
}
