"use server";

import { apiFor } from "@/app/_trpc/server";
import { normaliseCode } from "@/domain/core/codes";
import { DecideProposal } from "@/domain/core/proposals";
import { readMoment } from "@/domain/departments/rules/closures";
import { EndClosure, PlanClosure } from "@/domain/departments/schema/closures";
import { given, settle, textIn, wrongIn } from "../_parts/act";
import type { ActState } from "../_parts/state";

const path = "/admin/closures";

/** Writes a closure down for another administrator. */
export async function plan(_: ActState, form: FormData): Promise<ActState> {
  const caller = await apiFor(form);
  const input = PlanClosure.safeParse({
    scope: await scopeIn(caller, form), startsAt: readMoment(textIn(form, "startsAt"))?.toISOString(), endsAt: readMoment(textIn(form, "endsAt"))?.toISOString(),
    noticeDays: /^\d+$/.test(textIn(form, "noticeDays")) ? Number(textIn(form, "noticeDays")) : undefined,
    why: { zh: textIn(form, "whyZh"), en: textIn(form, "whyEn") }, instead: { zh: textIn(form, "insteadZh"), en: textIn(form, "insteadEn") },
  });
  if (!input.success) return wrongIn(form, input.error.issues.map((issue) => fieldOf(issue.path.map(String))));
  return settle(form, caller.departments.planClosure(input.data), { path, done: "proposed" });
}

function fieldOf([field = "", inner = ""]: readonly string[]): string {
  if (field === "scope") return inner === "kind" ? "scope" : "target";
  return inner ? `${field}${inner === "zh" ? "Zh" : "En"}` : field;
}

type Caller = Awaited<ReturnType<typeof apiFor>>;

/** The scope as it is chosen; a department by its credit code. */
async function scopeIn({ departments }: Caller, form: FormData) {
  const [kind, code] = [textIn(form, "scope"), normaliseCode(textIn(form, "target"))];
  if (kind === "portal") return { kind };
  if (kind !== "department") return { kind, code };
  const { rows } = code ? await departments.listDirectory({ query: code, limit: 2 }) : { rows: [] };
  return { kind, departmentId: rows.find((row) => row.uscc === code)?.id };
}

/** Confirms, sends back or takes back. */
export async function decide(_: ActState, form: FormData): Promise<ActState> {
  const id = textIn(form, "id");
  const input = DecideProposal.safeParse({ id, outcome: textIn(form, "outcome"), ...given({ reason: textIn(form, `reason-${id}`) }) });
  if (!input.success || (input.data.outcome === "refused" && !input.data.reason)) return wrongIn(form, ["reason"]);
  return settle(form, (await apiFor(form)).departments.decideClosure(input.data), { path, done: input.data.outcome });
}

/** Opens again early or calls off. */
export async function end(_: ActState, form: FormData): Promise<ActState> {
  const input = EndClosure.safeParse({ closureId: textIn(form, "closureId"), reason: textIn(form, `reason-${textIn(form, "closureId")}`) });
  if (!input.success) return wrongIn(form, [`reason-${textIn(form, "closureId")}`]);
  return settle(form, (await apiFor(form)).departments.endClosure(input.data), { path, done: "saved" });
}
