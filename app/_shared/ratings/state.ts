import type { Refusal } from "@/app/_trpc/server";
import { textOfKept, type KeptFields } from "@/domain/identity/rules/kept-forms";

/** What went wrong with everything that was typed; or, of a rating without a name, the code it is found by. */
export type RateState = { problem?: Refusal; reasons?: string[]; comment?: string; anonymous?: boolean; contact?: string; receipt?: string };

const text = (form: FormData, name: string) => String(form.get(name) ?? "");

/** What a rating's form holds, as it was typed. */
export function typedIn(form: FormData) {
  return {
    reasons: [...form.getAll("reasons"), ...form.getAll("moreReasons")].map(String), comment: text(form, "comment").replaceAll("\r\n", "\n"),
    anonymous: form.get("anonymous") !== null, contact: text(form, "contact"),
  };
}

/** What was typed before a sign-in came between. */
export const typedOf = (kept: KeptFields | undefined): RateState => (kept ? {
  reasons: [kept["reasons"] ?? [], kept["moreReasons"] ?? []].flat(2), comment: textOfKept(kept, "comment"), contact: textOfKept(kept, "contact"), anonymous: "anonymous" in kept,
} : {});
