import { textOf } from "@/app/_shared/identity/attempt";

export type Typed = { certificateId: string; itemId: string; fields: string[]; purpose: string; days: string };

/** What a form says of a standing permission, as typed. */
export const typedIn = (form: FormData): Typed => ({
  certificateId: textOf(form, "certificate"), itemId: textOf(form, "item"), fields: form.getAll("fields").map(String), purpose: textOf(form, "purpose").trim(), days: textOf(form, "days"),
});
