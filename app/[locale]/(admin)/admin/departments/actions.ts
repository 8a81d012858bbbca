"use server";

import { apiFor } from "@/app/_trpc/server";
import { normaliseCode } from "@/domain/core/codes";
import { DecideProposal } from "@/domain/core/proposals";
import { readExceptions, readSpans } from "@/domain/departments/rules/opening";
import { PlaceChange, SaveDepartmentFacts } from "@/domain/departments/schema/changes";
import { SaveWindow } from "@/domain/departments/schema/windows";
import { given, settle, textIn, wrongIn } from "../_parts/act";
import type { ActState } from "../_parts/state";

const ways = /^\/admin\/(?:departments(?:\/(?:changes|[0-9a-f-]{36}))?|divisions\?code=\d{6})$/;
const wayOf = (form: FormData, otherwise: string) => [textIn(form, "path")].find((path) => ways.test(path)) ?? otherwise;
const fieldOf: Record<string, string> = { divisionCode: "division" };

/** Writes a change of a department or division down for another administrator. */
export async function propose(_: ActState, form: FormData): Promise<ActState> {
  const kind = textIn(form, "kind");
  const caller = await apiFor(form);
  const fields = given({
    kind, uscc: normaliseCode(textIn(form, "uscc")), name: textIn(form, "name"), divisionCode: textIn(form, "division"), basis: textIn(form, "basis"), code: textIn(form, "code"),
    successorCode: textIn(form, "successorCode"), departmentId: textIn(form, "departmentId"), parentId: await idOf(caller, textIn(form, "parent")), successorId: await idOf(caller, textIn(form, "successor")),
  });
  const wrong = [...(fields.parentId === "unknown" ? ["parent"] : []), ...(fields.successorId === "unknown" ? ["successor"] : [])];
  const input = PlaceChange.safeParse(fields);
  if (wrong.length > 0 || !input.success) return wrongIn(form, [...wrong, ...(input.success ? [] : input.error.issues.map(({ path: [field] }) => fieldOf[String(field)] ?? String(field)))]);
  const call = caller.departments.proposeChange(input.data);
  return settle(form, call, { path: wayOf(form, "/admin/departments/changes"), done: "proposed" });
}

type Caller = Awaited<ReturnType<typeof apiFor>>;

/** The department of a credit code; empty for none given, `unknown` for none found. */
async function idOf({ departments }: Caller, typed: string): Promise<string> {
  const uscc = normaliseCode(typed);
  if (!uscc) return "";
  const { rows } = await departments.listDirectory({ query: uscc, limit: 2 });
  return rows.find((row) => row.uscc === uscc)?.id ?? "unknown";
}

/** Confirms, sends back or takes back. */
export async function decide(_: ActState, form: FormData): Promise<ActState> {
  const id = textIn(form, "id");
  const input = DecideProposal.safeParse({ id, outcome: textIn(form, "outcome"), ...given({ reason: textIn(form, `reason-${id}`) }) });
  if (!input.success || (input.data.outcome === "refused" && !input.data.reason)) return wrongIn(form, ["reason"]);
  return settle(form, (await apiFor(form)).departments.decideChange(input.data), { path: wayOf(form, "/admin/departments/changes"), done: input.data.outcome });
}

/** Keeps address and phone. */
export async function saveFacts(_: ActState, form: FormData): Promise<ActState> {
  const input = SaveDepartmentFacts.safeParse({ departmentId: textIn(form, "departmentId"), version: Number(textIn(form, "version")), address: textIn(form, "address"), phone: textIn(form, "phone") });
  if (!input.success) return wrongIn(form, input.error.issues.map(({ path: [field] }) => String(field)));
  return settle(form, (await apiFor(form)).departments.saveFacts(input.data), { path: `/admin/departments/${input.data.departmentId}`, done: "saved" });
}

const linesOf = (text: string) => text.split(/[\s,，、;；]+/).map(normaliseCode).filter(Boolean);

/** Opens a window or keeps one. */
export async function saveWindow(_: ActState, form: FormData): Promise<ActState> {
  const caller = await apiFor(form);
  const week = Array.from({ length: 7 }, (_day, at) => readSpans(textIn(form, `day-${at}`)));
  const { exceptions, unread } = readExceptions(textIn(form, "exceptions"));
  const serves = await Promise.all(linesOf(textIn(form, "serves")).slice(0, 50).map((uscc) => idOf(caller, uscc)));
  const { windowId, ...place } = given({ windowId: textIn(form, "windowId"), departmentId: textIn(form, "departmentId"), divisionCode: textIn(form, "division") });
  const input = SaveWindow.safeParse({
    ...place, ...(windowId ? { windowId } : {}), version: Number(textIn(form, "version") || 0), serves, itemCodes: linesOf(textIn(form, "itemCodes")),
    content: {
      ...given({ name: textIn(form, "name"), nameEn: textIn(form, "nameEn"), address: textIn(form, "address"), floor: textIn(form, "floor"), windowNumber: textIn(form, "windowNumber"), phone: textIn(form, "phone") }),
      hours: { week: week.map((spans) => spans ?? []), exceptions }, languages: form.getAll("languages"), facilities: form.getAll("facilities"),
    },
  });
  const wrong = [...week.flatMap((spans, at) => (spans ? [] : [`day-${at}`])), ...(unread.length > 0 ? ["exceptions"] : [])];
  if (wrong.length > 0 || !input.success) return wrongIn(form, [...wrong, ...(input.success ? [] : input.error.issues.map(({ path }) => windowFieldOf(path.map(String))))]);
  return settle(form, caller.departments.saveWindow(input.data), { path: `/admin/departments/${input.data.departmentId}`, done: "saved", page: `/admin/departments/${input.data.departmentId}/windows/${windowId ?? "new"}` });
}

function windowFieldOf([field = "", inner = ""]: readonly string[]): string {
  if (field === "content") return inner === "hours" ? "exceptions" : inner;
  return fieldOf[field] ?? field;
}

/** Closes a window. */
export async function closeWindow(_: ActState, form: FormData): Promise<ActState> {
  const call = (await apiFor(form)).departments.closeWindow({ windowId: textIn(form, "windowId"), version: Number(textIn(form, "version")) });
  return settle(form, call, { path: wayOf(form, "/admin/departments"), done: "saved" });
}
