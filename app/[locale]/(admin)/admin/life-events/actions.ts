"use server";

import { apiFor } from "@/app/_trpc/server";
import { CreateLifeEvent } from "@/domain/lifeEvents/schema";
import { settle, textIn, wrongIn } from "../_parts/act";
import type { ActState } from "../_parts/state";
import { readDraft } from "./content";

const home = "/admin/life-events";
const reference = (form: FormData) => ({ lifeEventId: textIn(form, "id"), version: Number(textIn(form, "version")) });
const pageOf = (form: FormData) => `${home}/${textIn(form, "id")}`;

export async function create(_: ActState, form: FormData): Promise<ActState> {
  const [departmentId, divisionCode] = textIn(form, "place").split("/");
  const [zh, en] = [textIn(form, "nameZh"), textIn(form, "nameEn")];
  const input = CreateLifeEvent.safeParse({ key: textIn(form, "key"), name: { zh, ...(en ? { en } : {}) }, departmentId, divisionCode });
  if (!input.success) return wrongIn(form, input.error.issues.map(({ path: [field] }) => (field === "name" ? "nameZh" : field === "key" ? "key" : "place")));
  const making = (await apiFor(form)).lifeEvents.create(input.data);
  const path = await making.then(({ id }) => `${home}/${id}`, () => home);
  return settle(form, making, { path, done: "created", page: `${home}/new` });
}

/** Keeps the draft, however incomplete; what cannot be understood comes back as typed. */
export async function save(_: ActState, form: FormData): Promise<ActState> {
  const caller = await apiFor(form);
  const { lifeEventId, version } = reference(form);
  // Whatever refuses the reading refuses the saving, which tells it.
  const before = await caller.lifeEvents.getForEdit({ lifeEventId }).then(({ draft }) => draft?.content, () => undefined);
  const read = readDraft(form, before);
  if ("wrong" in read) return wrongIn(form, read.wrong);
  return settle(form, caller.lifeEvents.save({ lifeEventId, version, content: read.content }), { path: pageOf(form), done: "saved" });
}

export async function open(_: ActState, form: FormData): Promise<ActState> {
  return settle(form, (await apiFor(form)).lifeEvents.open({ lifeEventId: textIn(form, "id") }), { path: pageOf(form), done: "opened" });
}

export async function publish(_: ActState, form: FormData): Promise<ActState> {
  return settle(form, (await apiFor(form)).lifeEvents.publish(reference(form)), { path: pageOf(form), done: "published" });
}

export async function discard(_: ActState, form: FormData): Promise<ActState> {
  return settle(form, (await apiFor(form)).lifeEvents.discard(reference(form)), { path: home, done: "discarded" });
}
