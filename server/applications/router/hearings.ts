import { AnnounceHearing, AnswerHearingRight, AskPostponement, CancelHearing, ConfirmAttendance, HearingByCase, RecordHearing, RefusePostponement, ScheduleHearing } from "@/domain/applications/schema/hearings";
import { procedureFor } from "@/server/api/trpc";
import { announceHearing, answerHearingRight, askPostponement, cancelHearing, confirmAttendance, recordHearing, refusePostponement, scheduleHearing } from "../commands/hearings";
import { downloadMinutes, getHearing, getHearingForDesk } from "../queries/hearings";

const citizen = procedureFor("citizen");
const keeper = procedureFor("clerk", "reviewer", "approver");
const deciding = procedureFor("reviewer", "approver");
const staff = procedureFor("clerk", "reviewer", "approver", "certificateOfficer", "supervisor");

/** Hearings (行政许可法 46–48): the right told, the day set, the minutes kept. */
export const hearingProcedures = {
  hearing: citizen.input(HearingByCase).query(({ ctx, input }) => getHearing(ctx, input)),
  hearingForDesk: staff.input(HearingByCase).query(({ ctx, input }) => getHearingForDesk(ctx, ctx.actor, input)),
  hearingMinutes: procedureFor("signedIn").input(HearingByCase).query(({ ctx, input }) => downloadMinutes(ctx, input)),
  announceHearing: deciding.input(AnnounceHearing).mutation(({ ctx, input }) => announceHearing(ctx, input)),
  answerHearingRight: citizen.input(AnswerHearingRight).mutation(({ ctx, input }) => answerHearingRight(ctx, input)),
  scheduleHearing: deciding.input(ScheduleHearing).mutation(({ ctx, input }) => scheduleHearing(ctx, input)),
  cancelHearing: keeper.input(CancelHearing).mutation(({ ctx, input }) => cancelHearing(ctx, input)),
  confirmAttendance: citizen.input(ConfirmAttendance).mutation(({ ctx, input }) => confirmAttendance(ctx, input)),
  askPostponement: citizen.input(AskPostponement).mutation(({ ctx, input }) => askPostponement(ctx, input)),
  refusePostponement: keeper.input(RefusePostponement).mutation(({ ctx, input }) => refusePostponement(ctx, input)),
  recordHearing: keeper.input(RecordHearing).mutation(({ ctx, input }) => recordHearing(ctx, input)),
};
