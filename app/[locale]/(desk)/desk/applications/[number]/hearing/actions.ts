"use server";

import { carryOut, ready, type Prepared } from "@/app/_shared/desk/carryOut";
import { apiFor } from "@/app/_trpc/server";
import { dayFromForm } from "@/app/_ui/dayFromForm";
import { AnnounceHearing, CancelHearing, RecordHearing, RefusePostponement, ScheduleHearing } from "@/domain/applications/schema/hearings";
import { hearingForms, type HearingForm, type HearingState } from "./state";

const names = ["reason", "startsAt", "place", "onlineUrl", "chairId", "isPublic", "participants", "summary", "outcome"] as const;

type Calls = Awaited<ReturnType<typeof apiFor>>["applications"];

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
  const prepared = prepare(form, (await apiFor(data)).applications, { id: text("id"), version: Number(text("version")), typed, heldOn });
  return carryOut(prepared, data, { home: `/desk/applications/${text("number")}/hearing`, form, typed: { ...typed, heldOn: heldOn ?? "" } });
}
