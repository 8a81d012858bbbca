"use server";

import { redirect } from "next/navigation";
import { missingIn, typedIn, type ActState } from "@/app/_shared/desk/actState";
import { readAddress } from "@/app/_shared/desk/queueAddress";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { BulkOrder, longestBulk } from "@/domain/applications/schema/assignment";

const pageSize = 100;

/** Has every case of the selection looked at and shows what may be done; nothing is done before that is confirmed. */
export async function prepare(_: ActState, form: FormData): Promise<ActState> {
  const fields = ["act", "to", "word", "opinion", "method"].flatMap((name) => (form.has(name) ? [[name, textOf(form, name)] as const] : []));
  const order = BulkOrder.safeParse(Object.fromEntries(fields));
  if (!order.success) return { missing: missingIn(order.error), typed: typedIn(form) };
  let id = "";
  const refusal = await refusalOf((async () => {
    const cases = form.get("all") ? await found(form) : form.getAll("case").map(String).slice(0, longestBulk);
    ({ id } = await (await apiFor(form)).applications.prepareBulk({ cases, order: order.data }));
  })());
  await detour(refusal, form, "/desk/bulk");
  return refusal ? { refusal, typed: typedIn(form) } : redirect(await here(`/desk/bulk/${id}`));
}

/** What the filters of the queue find now, as far as one run goes. */
async function found(form: FormData): Promise<string[]> {
  const { queue } = (await apiFor(form)).applications;
  const search = new URLSearchParams(textOf(form, "filter"));
  const { filters, sort = "due" } = readAddress(Object.fromEntries([...search.keys()].map((name) => [name, search.getAll(name)])));
  const numbers: string[] = [];
  for (let cursor: string | null | undefined = ""; cursor !== null && cursor !== undefined && numbers.length < longestBulk;) {
    const page: Awaited<ReturnType<typeof queue>> = await queue({ ...filters, sort, limit: pageSize, ...(cursor ? { cursor } : {}) });
    numbers.push(...page.rows.map(({ number }) => number));
    cursor = page.nextCursor;
  }
  return numbers.slice(0, longestBulk);
}

async function change(verb: "confirmBulk" | "cancelBulk", form: FormData): Promise<ActState> {
  const id = textOf(form, "id");
  const refusal = await refusalOf((await apiFor(form)).applications[verb]({ id }));
  await detour(refusal, form, `/desk/bulk/${id}`);
  return refusal ? { refusal } : redirect(await here(`/desk/bulk/${id}`));
}

export async function confirm(_: ActState, form: FormData): Promise<ActState> {
  return change("confirmBulk", form);
}

export async function cancel(_: ActState, form: FormData): Promise<ActState> {
  return change("cancelBulk", form);
}
