"use server";

import { apiFor } from "@/app/_trpc/server";
import { DecideProposal } from "@/domain/core/proposals";
import { isStepText, noticeOf } from "@/domain/notices/rules/texts";
import { ProposeText, StepTextKind, TextKind } from "@/domain/notices/schema/texts";
import { given, settle, textIn, wrongIn } from "../_parts/act";
import type { ActState } from "../_parts/state";

const linesIn = (form: FormData, name: string) => textIn(form, name).split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
const pathOf = (form: FormData) => (TextKind.safeParse(textIn(form, "kind")).success ? `/admin/templates/${textIn(form, "kind")}` : "/admin/templates");

/** Writes the next version of a text down for another administrator. */
export async function propose(_: ActState, form: FormData): Promise<ActState> {
  const kind = TextKind.safeParse(textIn(form, "kind"));
  if (!kind.success) return wrongIn(form, ["kind"]);
  const content = noticeOf(kind.data)
    ? { title: textIn(form, "title"), titleEn: textIn(form, "titleEn"), paragraphs: linesIn(form, "paragraphs"), remedies: linesIn(form, "remedies") }
    : { ...(isStepText(kind.data) ? stepNames(form) : {}), zh: textIn(form, "zh"), en: textIn(form, "en") };
  const input = ProposeText.safeParse({ kind: kind.data, content });
  if (!input.success) return wrongIn(form, emptyIn(content));
  return settle(form, (await apiFor(form)).notices.proposeText(input.data), { path: pathOf(form), done: "proposed" });
}

const stepNames = (form: FormData) => ({ name: textIn(form, "name"), nameEn: textIn(form, "nameEn") });
const emptyIn = (content: Record<string, string | string[]>) => Object.entries(content).filter(([name, value]) => value.length === 0 && name !== "remedies").map(([name]) => name);

/** Writes down a message of an administrator's own, which steps may name once it is published. */
export async function proposeNew(_: ActState, form: FormData): Promise<ActState> {
  const kind = StepTextKind.safeParse(`step.${textIn(form, "code")}`);
  const content = { ...stepNames(form), zh: textIn(form, "zh"), en: textIn(form, "en") };
  const input = ProposeText.safeParse({ kind: kind.data, content, fresh: true });
  if (!kind.success || !input.success) return wrongIn(form, [...(kind.success ? [] : ["code"]), ...emptyIn(content)]);
  return settle(form, (await apiFor(form)).notices.proposeText(input.data), { path: `/admin/templates/${kind.data}`, page: "/admin/templates/new", done: "proposed" });
}

/** Publishes, sends back or takes back. */
export async function decide(_: ActState, form: FormData): Promise<ActState> {
  const id = textIn(form, "id");
  const input = DecideProposal.safeParse({ id, outcome: textIn(form, "outcome"), ...given({ reason: textIn(form, `reason-${id}`) }) });
  if (!input.success || (input.data.outcome === "refused" && !input.data.reason)) return wrongIn(form, ["reason"]);
  const kind = TextKind.safeParse(textIn(form, "path").replace("/admin/templates/", ""));
  return settle(form, (await apiFor(form)).notices.decideText(input.data), { path: kind.success ? `/admin/templates/${kind.data}` : "/admin/templates", done: input.data.outcome });
}
