import { dayFromForm } from "@/app/_ui/dayFromForm";
import { formOf, type KeptFields } from "@/domain/identity/rules/kept-forms";

/** What was typed into a proposal before a fresh proof came between, each field as one text. */
export function textsOf(kept: KeptFields | undefined): Record<string, string> {
  if (!kept) return {};
  const form = formOf(kept);
  const days = ["validFrom", "validUntil"].map((name): [string, string] => [name, dayFromForm(form, name) ?? ""]);
  return Object.fromEntries([...Object.entries(kept).map(([name, value]): [string, string] => [name, String(value)]), ...days].filter(([, value]) => value));
}
