import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { refusalOf } from "@/app/_trpc/server";
import type { CaseFormState } from "./CaseForm";

type Parsed<T> = { success: true; data: T } | { success: false; error: { issues: readonly { path: readonly PropertyKey[] }[] } };

/** What a form asks for, or the fields that are wrong with it. */
export type Prepared = { send: () => Promise<unknown> } | { wrong: string[] };

export function ready<T>(parsed: Parsed<T>, call: (input: T) => Promise<unknown>): Prepared {
  return parsed.success ? { send: () => call(parsed.data) } : { wrong: [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))] };
}

/** Does what a form of the page `home` asks for and leads back there; what is wrong or refused comes back with `typed`. */
export async function carryOut<Form extends string>(prepared: Prepared, data: FormData, { home, ...typed }: { home: string; form: Form; typed: Readonly<Record<string, string>> }): Promise<CaseFormState<Form>> {
  const stay = { at: crypto.randomUUID(), ...typed };
  if ("wrong" in prepared) return { ...stay, wrong: prepared.wrong };
  const refusal = await refusalOf(prepared.send());
  await detour(refusal, data, home);
  if (refusal) return { ...stay, refusal };
  redirect(localePath(await getLocale(), `${home}?did=${typed.form}`));
}
