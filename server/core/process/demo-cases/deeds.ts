import type { Acted } from "@/server/applications/commands/act";
import { approveApplication, closeApplication, deliverApplication, issueCertificate, rejectApplication } from "@/server/applications/commands/decide";
import { acceptApplication, requestCorrection } from "@/server/applications/commands/intake";
import { completeStep, startReview, suspendApplication } from "@/server/applications/commands/review";
import { withdrawApplication } from "@/server/applications/commands/submit";
import { tolerantAccept } from "@/server/applications/commands/supplement";
import type { Deliver, RequestCorrection, Suspend } from "@/domain/applications/schema";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import type { Ctx } from "@/server/core/context";

export type Held = { id: string; version: number };
export type Colleague = "clerk" | "reviewer" | "approver" | "certificateOfficer";

/** One act on a case, so many workdays before today. */
export type Deed = { by: Colleague | "applicant"; ago: number; act: (ctx: Ctx, held: Held) => Promise<Acted> };

export const accept = (ago: number): Deed => ({ by: "clerk", ago, act: acceptApplication });

/** Accepted with what was promised to follow, each paper by nine days later. */
export const acceptWith = (ago: number, promised: readonly string[]): Deed =>
  ({ by: "clerk", ago, act: (ctx, held) => tolerantAccept(ctx, { ...held, items: promised.map((fieldId) => ({ fieldId, dueOn: addDays(shanghaiDay(ctx.now), 9) })) }) });

export const askFor = (ago: number, items: RequestCorrection["items"], note: string): Deed =>
  ({ by: "clerk", ago, act: (ctx, held) => requestCorrection(ctx, { ...held, items, note }) });

export const review = (ago: number): Deed => ({ by: "reviewer", ago, act: startReview });

export const reviewed = (ago: number, opinion: string): Deed => ({ by: "reviewer", ago, act: (ctx, held) => completeStep(ctx, { ...held, opinion }) });

export const suspend = (ago: number, why: Pick<Suspend, "procedure" | "reason"> & { plannedEndOn: string }): Deed =>
  ({ by: "reviewer", ago, act: (ctx, held) => suspendApplication(ctx, { ...held, ...why }) });

export const approve = (ago: number, opinion: string): Deed => ({ by: "approver", ago, act: (ctx, held) => approveApplication(ctx, { ...held, opinion }) });

export const reject = (ago: number, reason: string): Deed => ({ by: "approver", ago, act: (ctx, held) => rejectApplication(ctx, { ...held, reason }) });

export const issue = (ago: number): Deed => ({ by: "certificateOfficer", ago, act: issueCertificate });

export const deliver = (ago: number, how: Pick<Deliver, "method" | "trackingNumber">): Deed =>
  ({ by: "certificateOfficer", ago, act: (ctx, held) => deliverApplication(ctx, { ...held, ...how }) });

export const close = (ago: number): Deed => ({ by: "clerk", ago, act: closeApplication });

export const withdraw = (ago: number, reason: string): Deed => ({ by: "applicant", ago, act: (ctx, { id }) => withdrawApplication(ctx, { id, reason }) });
