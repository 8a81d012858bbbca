import { restored } from "@/app/_shared/identity/kept";
import { formOf } from "@/domain/identity/rules/kept-forms";
import type { PresentState } from "./actions";

/** What was chosen on the page at `path` before a sign-in or a proof came between. */
export async function chosenBefore(kept: string | string[] | undefined, path: string): Promise<PresentState | undefined> {
  const fields = await restored(kept, path);
  const form = fields && formOf(fields);
  return form && { typed: { purpose: String(form.get("purpose") ?? ""), words: String(form.get("words") ?? ""), fields: form.getAll("field").map(String) } };
}
