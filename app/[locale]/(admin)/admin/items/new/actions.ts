"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { CreateItem } from "@/domain/items/schema/create";
import type { NewState } from "./state";

const asked = ["name", "itemType", "place", "division", "basicCode"] as const;

/** Begins an item and leads to its guide; what was typed comes back when it is refused. */
export async function create(_: NewState, form: FormData): Promise<NewState> {
  const typed = Object.fromEntries([...asked, "like"].map((name) => [name, textOf(form, name)]));
  const given = Object.fromEntries([["divisionCode", textOf(form, "division").normalize("NFKC").trim()], ["basicCode", textOf(form, "basicCode").trim()], ["exampleId", textOf(form, "like")]].filter(([, value]) => value));
  const input = CreateItem.safeParse({ name: textOf(form, "name"), itemType: textOf(form, "itemType"), departmentId: textOf(form, "place"), ...given });
  if (!input.success) {
    const wrong = new Set(input.error.issues.map(({ path: [field] }) => (field === "departmentId" ? "place" : field === "divisionCode" ? "division" : String(field))));
    return { typed, missing: asked.filter((name) => wrong.has(name)) };
  }
  let made: { itemId: string } | undefined;
  const refusal = await refusalOf((await apiFor(form)).items.create(input.data).then((value) => (made = value)));
  await detour(refusal, form, "/admin/items/new");
  if (refusal || !made) return { typed, ...(refusal ? { refusal } : {}) };
  redirect(await here(`/admin/items/${made.itemId}/edit?done=created`));
}
