"use server";

import { redirect } from "next/navigation";
import { dayTyped, filterNames, queueHref, readAddress } from "@/app/_shared/desk/queueAddress";
import { here, textOf } from "@/app/_shared/identity/attempt";
import { detour } from "@/app/_shared/identity/kept";
import { answer, apiFor, refusalOf, type Refusal } from "@/app/_trpc/server";
import { itemMeant, soughtBy } from "@/domain/applications/rules/queue";
import { queueColumns, queueSorts, WorkFilters, type ViewContent } from "@/domain/applications/schema/queue";
import { safeReturnPath } from "@/domain/identity/rules";

/** Claims or releases a case and returns to where the button stood, with the outcome in the address. */
async function hold(verb: "claim" | "release", form: FormData): Promise<never> {
  const calls = (await apiFor(form)).applications;
  const step = form.get("step");
  const refusal = await refusalOf(calls[verb]({ id: String(form.get("id")), ...(typeof step === "string" ? { step } : {}) }));
  const back = new URL(safeReturnPath(String(form.get("returnTo")), "/desk"), "http://here");
  await detour(refusal, form, `${back.pathname.replace(/^\/en(?=\/)/, "")}${back.search}`);
  back.searchParams.delete("did");
  back.searchParams.set("held", refusal ? refusal.code : verb);
  back.searchParams.set("case", String(form.get("number")));
  redirect(`${back.pathname}${back.search}`);
}

export async function claim(form: FormData): Promise<void> {
  await hold("claim", form);
}

export async function release(form: FormData): Promise<void> {
  await hold("release", form);
}

const sortOf = (form: FormData) => queueSorts.find((name) => name === textOf(form, "sort"));

/** The one item that is meant by what was typed; what was typed where it may be several, or none. */
async function itemTyped(form: FormData): Promise<string> {
  const query = textOf(form, "item").trim().slice(0, 300);
  if (!query) return "";
  const found = await answer((await apiFor(form)).applications.queueItems({ query }), "/desk");
  return itemMeant(query, found)?.id ?? query;
}

/** From the form to an address that can be kept and sent on; of an ID number it holds only the blind index. */
export async function find(form: FormData): Promise<void> {
  const query = textOf(form, "query").trim().slice(0, 60);
  const named = soughtBy(query)?.by === "citizenId" ? await answer((await apiFor(form)).applications.queueAddress({ text: query }), "/desk") : query ? { query } : {};
  const item = await itemTyped(form);
  const others = filterNames.filter((name) => name !== "query" && name !== "applicant").flatMap((name) => {
    const values = (name === "item" ? [item] : form.getAll(name).map(String)).map((value) => (/^(received|due)/.test(name) ? dayTyped(value) : value)).filter(Boolean);
    return values.length > 0 ? [[name, values] as const] : [];
  });
  const { filters, ignored } = readAddress(Object.fromEntries(others));
  const all = { ...filters, ...named };
  const view = textOf(form, "view") && Object.keys(all).length > 0 ? textOf(form, "view") : "all";
  const address = queueHref({ filters: all, sort: sortOf(form), view });
  // What was not understood comes back to be told, as it was typed.
  const wrong = new URLSearchParams(others.filter(([name]) => ignored.includes(name)).map(([name, [value = ""]]) => [name, value])).toString();
  redirect(await here(wrong ? `${address}&${wrong}` : address));
}

/** What a view keeps of the page it is saved from: everything but the person looked for. */
function contentOf(form: FormData): ViewContent {
  const search = new URLSearchParams(textOf(form, "search"));
  const { filters, sort } = readAddress(Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)])));
  const { query: _query, applicant: _applicant, ...work } = filters;
  return { filters: WorkFilters.parse(work), sort: sort ?? sortOf(form) ?? "due", columns: chosenColumns(form) };
}

const chosenColumns = (form: FormData) => queueColumns.filter((column) => form.getAll("column").includes(column));

// Where several views stand on one page, each field bears the id of its view.
const ofView = (form: FormData, name: "name" | "shared") => textOf(form, `${name}-${textOf(form, "id")}`) || textOf(form, name);
const nameOf = (form: FormData) => ofView(form, "name").trim().slice(0, 40) || "…";
const isShared = (form: FormData) => ofView(form, "shared") === "yes";

async function settled(form: FormData, refusal: Refusal | undefined, path: string, done: string): Promise<never> {
  await detour(refusal, form, path);
  const outcome = new URLSearchParams(refusal ? { refused: refusal.code, ...Object.fromEntries(Object.entries(refusal.params).map(([name, value]) => [`p-${name}`, String(value)])) } : { done });
  redirect(await here(`${path}${path.includes("?") ? "&" : "?"}${outcome.toString()}`));
}

/** Keeps what the page shows as a new view and opens it. */
export async function saveView(form: FormData): Promise<void> {
  const calls = (await apiFor(form)).applications;
  let id = "";
  const refusal = await refusalOf(calls.saveView({ name: nameOf(form), shared: isShared(form), content: contentOf(form) }).then((view) => void (id = view.id)));
  await settled(form, refusal, id ? `/desk?view=${id}` : `/desk?${textOf(form, "search") || "view=all"}`, "saved");
}

/** Renames or shares a view, or replaces what it shows by what the page shows. */
export async function changeView(form: FormData): Promise<void> {
  const [id, replace] = [textOf(form, "id"), textOf(form, "replace") === "yes"];
  const refusal = await refusalOf((await apiFor(form)).applications.changeView({ id, name: nameOf(form), shared: isShared(form), ...(replace ? { content: contentOf(form) } : {}) }));
  await settled(form, refusal, replace ? `/desk?view=${id}` : "/desk/views", "changed");
}

export async function deleteView(form: FormData): Promise<void> {
  await settled(form, await refusalOf((await apiFor(form)).applications.deleteView({ id: textOf(form, "id") })), "/desk/views", "deleted");
}

/** With which view the queue opens; an empty one for all cases. */
export async function openWith(form: FormData): Promise<void> {
  await settled(form, await refusalOf((await apiFor(form)).applications.openWithView({ id: textOf(form, "id") || null })), "/desk/views", "default");
}

/** The columns one sees: kept in the view that is open where it is one's own, else as one's habit. */
export async function chooseColumns(form: FormData): Promise<void> {
  const calls = (await apiFor(form)).applications;
  const [id, columns] = [textOf(form, "id"), chosenColumns(form)];
  const change = id ? calls.changeView({ id, name: nameOf(form), shared: isShared(form), content: contentOf(form) }) : calls.chooseColumns({ columns });
  await settled(form, await refusalOf(change), `/desk?${textOf(form, "back")}`, "columns");
}
