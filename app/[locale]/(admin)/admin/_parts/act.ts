import { redirect } from "next/navigation";
import { here } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { refusalOf } from "@/app/_trpc/server";
import { keptFieldsOf } from "@/domain/identity/rules/kept-forms";
import type { ActState } from "./state";

/** Where the act ends, and the page of its form where that is another. */
type Way = { path: string; done: string; page?: string };

/** Ends an act: back to the page that says it is done, or to the form with why it was refused and all that was typed. */
export async function settle(form: FormData, call: Promise<unknown>, { path, done, page = path }: Way): Promise<ActState> {
  const refusal = await refusalOf(call);
  await detour(refusal, form, page);
  if (!refusal) redirect(await here(`${path}${path.includes("?") ? "&" : "?"}done=${done}`));
  return { refusal, ...typedIn(form) };
}

/** The form again, with what is wrong in it. */
export const wrongIn = (form: FormData, wrong: Iterable<string>): ActState => ({ wrong: [...new Set(wrong)], ...typedIn(form) });

function typedIn(form: FormData): Pick<ActState, "typed"> {
  const typed = keptFieldsOf(form.entries());
  return typed ? { typed } : {};
}

/** A field as text, its ends trimmed. */
export const textIn = (form: FormData, name: string) => String(form.get(name) ?? "").trim();

/** What is empty counts as not given. */
export const given = <Fields extends Record<string, string>>(fields: Fields): Partial<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "")) as Partial<Fields>;
