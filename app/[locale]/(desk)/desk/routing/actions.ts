"use server";

import { redirect } from "next/navigation";
import { missingIn, typedIn, type ActState } from "@/app/_shared/desk/actState";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { MoveRoutingRule, RoutingContent } from "@/domain/applications/schema/assignment";

const path = "/desk/routing";

/** What a rule is to say, as its form posts it. */
function contentOf(form: FormData) {
  const kind = textOf(form, "target");
  return RoutingContent.safeParse({
    name: textOf(form, "name"), role: textOf(form, "role"), items: form.getAll("items").map(String), divisionCode: textOf(form, "divisionCode").normalize("NFKC").trim(),
    target: kind === "person" ? { kind, accountId: textOf(form, "accountId") } : { kind },
    ...(textOf(form, "when").trim() ? { when: textOf(form, "when") } : {}),
  });
}

export async function create(_: ActState, form: FormData): Promise<ActState> {
  const content = contentOf(form);
  if (!content.success) return { missing: missingIn(content.error), typed: typedIn(form) };
  const departmentId = textOf(form, "departmentId");
  let id = "";
  const refusal = await refusalOf((async () => {
    ({ id } = await (await apiFor(form)).applications.createRoutingRule({ departmentId, content: content.data }));
  })());
  await detour(refusal, form, `${path}/new?departmentId=${departmentId}`);
  return refusal ? { refusal, typed: typedIn(form) } : redirect(await here(`${path}/${id}?done=saved`));
}

export async function edit(_: ActState, form: FormData): Promise<ActState> {
  const content = contentOf(form);
  if (!content.success) return { missing: missingIn(content.error), typed: typedIn(form) };
  const id = textOf(form, "id");
  const version = Number(textOf(form, "version"));
  const refusal = await refusalOf((await apiFor(form)).applications.editRoutingRule({ id, version, content: content.data }));
  await detour(refusal, form, `${path}/${id}`);
  return refusal ? { refusal, typed: typedIn(form) } : redirect(await here(`${path}/${id}?done=saved&at=${version}`));
}

/** Moves a rule, or puts it in or out of use or away. */
export async function move(form: FormData): Promise<void> {
  const departmentId = textOf(form, "departmentId");
  const input = MoveRoutingRule.safeParse({ id: textOf(form, "id"), version: Number(textOf(form, "version")), move: textOf(form, "move") });
  const refusal = input.success ? await refusalOf((await apiFor(form)).applications.moveRoutingRule(input.data)) : { code: "requests.invalidInput", params: {} };
  await detour(refusal, form, path);
  redirect(await here(`${path}?${new URLSearchParams({ departmentId, ...(refusal ? { refused: refusal.code } : { done: "moved" }) })}`));
}
