"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { AccountChange, PostChange, StaffDecision } from "@/domain/identity/schema/staff";
import { env } from "@/env";
import type { DecisionState, EndState, ProposalState } from "./state";

const text = (form: FormData, name: string) => String(form.get(name) ?? "").trim();
const here = async (path: string) => localePath(await getLocale(), path);

const fields: Record<string, readonly string[]> = {
  openAccount: ["name", "signInName", "citizenId", "phone", "email"],
  recordPerson: ["accountId", "citizenId"],
  grantPost: ["accountId", "role", "departmentId", "divisionCode"],
  endPost: ["postId"],
};

function readProposal(form: FormData): Record<string, string> {
  const kind = text(form, "kind");
  const days = kind === "grantPost" ? { validFrom: dayFromForm(form, "validFrom"), validUntil: dayFromForm(form, "validUntil") } : {};
  const entries = Object.entries({ kind, reason: text(form, "reason"), ...days, ...Object.fromEntries((fields[kind] ?? ["accountId"]).map((name) => [name, text(form, name)])) });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** Proposes a change and shows it; what is wrong or refused comes back with everything that was typed. */
export async function propose(_: ProposalState, form: FormData): Promise<ProposalState> {
  const typed = readProposal(form);
  const isPost = typed["kind"] === "grantPost" || typed["kind"] === "endPost";
  const parsed = isPost ? PostChange.safeParse(typed) : AccountChange.safeParse(typed);
  if (!parsed.success) return { typed, wrong: [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? "kind")))] };
  const { identity } = await apiFor(form);
  const { data } = parsed;
  let done = "";
  const call = data.kind === "grantPost" || data.kind === "endPost" ? identity.proposePostChange(data) : identity.proposeAccountChange(data);
  const problem = await refusalOf(call.then(({ changeId, atOnce }) => (done = `${changeId}?done=${atOnce ? "proposedAtOnce" : "proposed"}`)));
  await detour(problem, form, text(form, "page"));
  if (problem) return { typed, problem };
  redirect(await here(`/admin/staff/changes/${done}`));
}

/** Confirms or refuses a change; the link of an account goes to its holder, or is shown this once. */
export async function decide(_: DecisionState, form: FormData): Promise<DecisionState> {
  const changeId = text(form, "changeId");
  const refuses = text(form, "decision") === "refused";
  const input = StaffDecision.safeParse(refuses ? { changeId, decision: "refused", reason: text(form, "reason") } : { changeId, decision: "confirmed" });
  if (!input.success) return { reasonMissing: true };
  let decided: { enrolmentToken: string | null; sentTo: string | null } | undefined;
  const problem = await refusalOf((await apiFor(form)).identity.decideStaffChange(input.data).then((answer) => (decided = answer)));
  await detour(problem, form, `/admin/staff/changes/${changeId}`);
  if (problem) return { problem, reason: text(form, "reason") };
  if (decided?.enrolmentToken) return { link: `${env().publicUrl}${await here(`/enrol/${decided.enrolmentToken}`)}` };
  if (decided?.sentTo) return { sentTo: decided.sentTo };
  redirect(await here(`/admin/staff/changes/${changeId}?done=${refuses ? "refused" : text(form, "atOnce") ? "noted" : "confirmed"}`));
}

/** Signs somebody out everywhere. */
export async function endSessions(_: EndState, form: FormData): Promise<EndState> {
  const accountId = text(form, "accountId");
  const problem = await refusalOf((await apiFor(form)).identity.endStaffSessions({ accountId }));
  await detour(problem, form, `/admin/staff/${accountId}`);
  if (problem) return { problem };
  redirect(await here(`/admin/staff/${accountId}?done=sessionsEnded`));
}
