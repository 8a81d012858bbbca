"use server";

import { textOf } from "@/app/_shared/identity/attempt";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import type { Answers } from "@/app/_trpc/types";
import { EnquiryByCode, SendEnquiry } from "@/domain/enquiries/schema";

type Typed = { kind: string; words: string; contact: string };
export type AskState = Partial<Typed> & { missing?: readonly ("kind" | "words" | "contact")[]; refusal?: Refusal; sent?: Answers["enquiries"]["send"] };

/** Sends what was written and shows its number and code, or what is missing with everything that was typed. */
export async function ask(_: AskState, form: FormData): Promise<AskState> {
  const typed: Typed = { kind: textOf(form, "kind"), words: textOf(form, "words").replaceAll("\r\n", "\n"), contact: textOf(form, "contact").trim() };
  const about = textOf(form, "about");
  const input = SendEnquiry.safeParse({ kind: typed.kind, words: typed.words, ...(typed.contact ? { contact: typed.contact } : {}), ...(about ? { about } : {}) });
  if (!input.success) return { ...typed, missing: (["kind", "words", "contact"] as const).filter((name) => input.error.issues.some(({ path }) => path[0] === name)) };
  const caller = await apiFor(form);
  let sent: Answers["enquiries"]["send"] | undefined;
  const refusal = await refusalOf(caller.enquiries.send(input.data).then((value) => (sent = value)));
  return sent ? { sent } : { ...typed, ...(refusal ? { refusal } : {}) };
}

/** What was typed, and what the code belongs to; the code stays out of every address. */
export type CodeState = { typed?: string; refusal?: Refusal; found?: Answers["enquiries"]["getByCode"] };

/** Finds an enquiry and its answer by the code that was shown when it was sent. */
export async function findByCode(_: CodeState, form: FormData): Promise<CodeState> {
  const typed = textOf(form, "code").trim();
  const input = EnquiryByCode.safeParse({ code: typed });
  if (!input.success) return { typed, refusal: { code: "enquiries.codeUnknown", params: {} } };
  const caller = await apiFor(form);
  let found: CodeState["found"];
  const refusal = await refusalOf(caller.enquiries.getByCode(input.data).then((value) => (found = value)));
  return { typed, ...(refusal ? { refusal } : {}), ...(found ? { found } : {}) };
}
