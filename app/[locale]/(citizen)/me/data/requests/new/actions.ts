"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { FileRequest } from "@/domain/records/schema";

/** What is missing or was refused, with everything that was typed. */
export type RequestState = { why?: string; value?: string; missing?: ("why" | "value")[]; refusal?: Refusal };

/** Files a request about one's own data and shows it among the others. */
export async function fileRequest(_: RequestState, form: FormData): Promise<RequestState> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const typed = { why: text("why"), value: text("value") };
  const kind = text("kind");
  const input = FileRequest.safeParse({ kind, subject: text("subject"), why: typed.why, ...(kind === "correction" ? { value: typed.value } : {}) });
  if (!input.success) {
    const missing = (["why", "value"] as const).filter((name) => input.error.issues.some(({ path }) => path[0] === name));
    return { ...typed, missing, ...(missing.length === 0 ? { refusal: { code: "requests.invalidInput", params: {} } } : {}) };
  }
  const calls = (await apiFor(form)).records;
  let number = "";
  const refusal = await refusalOf(calls.request(input.data).then((filed) => (number = filed.number)));
  await detour(refusal, form, `/me/data/requests/new?ask=${kind}.${input.data.subject}`);
  if (refusal) return { ...typed, refusal };
  redirect(localePath(await getLocale(), `/me/data/requests?filed=${number}`));
}
