import { headers } from "next/headers";
import { keptFieldsOf } from "@/domain/identity/rules/kept-forms";
import { keepForm } from "../kept-forms";
import { context } from "../web";

/** Keeps what was posted here for the person whose session this browser has or had; nothing when that is nobody's. */
export async function keepFormHere(path: string, form: FormData): Promise<string | undefined> {
  const { db, now } = await context();
  const fields = keptFieldsOf(form.entries());
  return fields && keepForm(db, now, (await headers()).get("cookie"), { path, fields });
}
