"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { Rectify, rectificationActs, type StaffAct } from "@/domain/ratings/schema/rectification";
import { fieldsOf, nameIn, type ActState } from "./state";

/** Does one act upon a rectification and shows it again, or tells what is missing or why not. */
export async function rectify(_: ActState, form: FormData): Promise<ActState> {
  const [id, act] = [textOf(form, "id"), rectificationActs.find((one): one is StaffAct => one === textOf(form, "act") && one !== "open")];
  if (!act) return {};
  const typed = Object.fromEntries(fieldsOf[act].map((field) => [field, textOf(form, nameIn(act, field)).replaceAll("\r\n", "\n").trim()]));
  const input = Rectify.safeParse({ id, version: Number(textOf(form, "version")), act, ...typed });
  const state = { act, typed };
  if (!input.success) return { ...state, missing: fieldsOf[act].filter((name) => input.error.issues.some(({ path }) => path[0] === name)) };
  const refusal = await refusalOf((await apiFor(form)).ratings.rectify(input.data));
  await detour(refusal, form, `/desk/ratings/${id}`);
  if (refusal) {
    // The page shows the rectification as it stands now, beside what was typed.
    refresh();
    return { ...state, refusal };
  }
  redirect(await here(`/desk/ratings/${id}?done=${input.data.act}`));
}
