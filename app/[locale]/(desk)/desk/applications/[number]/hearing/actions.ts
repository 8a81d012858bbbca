"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "next/navigation";
import { localePath } from "@/app/_i18n/routing";
import { detour } from "@/app/_shared/identity/kept";
import { apiFor, refusalOf } from "@/app/_trpc/server";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { AnnounceHearing, CancelHearing, RecordHearing, RefusePostponement, ScheduleHearing } from "@/domain/applications/schema/hearings";
import { hearingForms, type HearingForm, type HearingState } from "./state";

const names = ["reason", "startsAt", "place", "onlineUrl", "chairId", "isPublic", "participants", "summary", "outcome"] as const;

type Prepared = { send: () => Promise<unknown> } | { wrong: string[] };
type Calls = Awaited<ReturnType<typeof apiFor>>["applications"];
type Parsed<T> = { success: true; data: T } | { success: false; error: { issues: readonly { path: readonly PropertyKey[] }[] } };

function ready<T>(parsed: Parsed<T>, call: (input: T) => Promise<unknown>): Prepared {
  return parsed.success ? { send: () => call(parsed.data) } : { wrong: [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))] };
}

function prepare(form: HearingForm, calls: Calls, { typed, heldOn, ...at }: { id: string; version: number; typed: Record<string, string>; heldOn: string | undefined }): Prepared {
  const { reason, summary, outcome, onlineUrl, isPublic, startsAt, place, chairId, participants } = typed;
  switch (form) {
    case "announce": return ready(AnnounceHearing.safeParse({ id: at.id, reason }), calls.announceHearing);
    case "cancel": return ready(CancelHearing.safeParse({ id: at.id, reason }), calls.cancelHearing);
    case "refusePostponement": return ready(RefusePostponement.safeParse({ id: at.id, reason }), calls.refusePostponement);
    case "record": return ready(RecordHearing.safeParse({ ...at, summary, outcome }), calls.recordHearing);
    case "schedule": return ready(ScheduleHearing.safeParse({ ...at, heldOn, startsAt, place, chairId, participants, isPublic: isPublic === "yes" ? true : isPublic === "no" ? false : undefined, ...(onlineUrl ? { onlineUrl } : {}) }), calls.scheduleHearing);
  }
}

/** Carries out one act on the hearing; what is wrong or refused comes back with everything that was typed. */
export async function keepHearing(_: HearingState, data: FormData): Promise<HearingState> {
  const text = (name: string) => String(data.get(name) ?? "").trim();
  const form = hearingForms.find((one) => one === text("_form")) ?? "announce";
  const heldOn = dayFromForm(data, "heldOn");
  const typed = Object.fromEntries(names.map((name) => [name, text(name)]));
  const stay: HearingState = { at: crypto.randomUUID(), form, typed: { ...typed, heldOn: heldOn ?? "" } };
  const prepared = prepare(form, (await apiFor(data)).applications, { id: text("id"), version: Number(text("version")), typed, heldOn });
  if ("wrong" in prepared) return { ...stay, wrong: prepared.wrong };
  const refusal = await refusalOf(prepared.send());
  const home = `/desk/applications/${text("number")}/hearing`;
  await detour(refusal, data, home);
  if (refusal) return { ...stay, refusal };
  redirect(localePath(await getLocale(), `${home}?did=${form}`));
}
