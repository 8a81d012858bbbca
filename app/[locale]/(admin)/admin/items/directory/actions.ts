"use server";

import { redirect } from "next/navigation";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { CreateDirectoryItem, DirectoryElements, ImplementDirectory } from "@/domain/items/schema/directory";
import type { ActState } from "../exchange/state";
import { readElements } from "./form";

const path = "/admin/items/directory";
const typedIn = (form: FormData) => Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name).map(String)]));
const reference = (form: FormData) => ({ directoryItemId: textOf(form, "directoryItemId") });
const edition = (form: FormData) => ({ ...reference(form), version: Number(textOf(form, "version")) });

async function finish(form: FormData, refusal: Refusal | undefined, done: string): Promise<ActState> {
  const [id, at] = [textOf(form, "directoryItemId"), textOf(form, "version")];
  await detour(refusal, form, `${path}/${id}`);
  return refusal ? { refusal, typed: typedIn(form) } : redirect(await here(`${path}/${id}?done=${done}${at && `&at=${at}`}`));
}

export async function create(_: ActState, form: FormData): Promise<ActState> {
  const [departmentId = "", divisionCode = ""] = textOf(form, "place").split(" ");
  const input = CreateDirectoryItem.safeParse({ basicCode: textOf(form, "basicCode").trim().toUpperCase(), departmentId, divisionCode, elements: readElements(form) });
  if (!input.success) return { missing: true, typed: typedIn(form) };
  let id = "";
  const refusal = await refusalOf((await apiFor(form)).items.createDirectoryItem(input.data).then((made) => (id = made.directoryItemId)));
  await detour(refusal, form, `${path}/new`);
  return refusal ? { refusal, typed: typedIn(form) } : redirect(await here(`${path}/${id}?done=created`));
}

export async function save(_: ActState, form: FormData): Promise<ActState> {
  const elements = DirectoryElements.safeParse(readElements(form));
  if (!elements.success) return { missing: true, typed: typedIn(form) };
  return finish(form, await refusalOf((await apiFor(form)).items.saveEdition({ ...edition(form), elements: elements.data })), "saved");
}

export async function open(_: ActState, form: FormData): Promise<ActState> {
  return finish(form, await refusalOf((await apiFor(form)).items.openEdition(reference(form))), "opened");
}

export async function publish(_: ActState, form: FormData): Promise<ActState> {
  return finish(form, await refusalOf((await apiFor(form)).items.publishEdition(edition(form))), "published");
}

export async function discard(_: ActState, form: FormData): Promise<ActState> {
  return finish(form, await refusalOf((await apiFor(form)).items.discardEdition(edition(form))), "discarded");
}

/** Begins an implementing list and leads to its draft. */
export async function implement(_: ActState, form: FormData): Promise<ActState> {
  const handling = textOf(form, "handling").trim();
  const input = ImplementDirectory.safeParse({ ...reference(form), uscc: textOf(form, "uscc").trim(), divisionCode: textOf(form, "divisionCode").trim(), ...(handling ? { handling } : {}) });
  if (!input.success) return { missing: true, typed: typedIn(form) };
  let itemId = "";
  const refusal = await refusalOf((await apiFor(form)).items.implementDirectory(input.data).then((made) => (itemId = made.itemId)));
  await detour(refusal, form, `${path}/${input.data.directoryItemId}`);
  return refusal ? { refusal, typed: typedIn(form) } : redirect(await here(`/admin/items/${itemId}/edit?done=opened`));
}
