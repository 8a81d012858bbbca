import { z } from "zod";
import { Instant } from "@/domain/core/calendar";
import { DivisionCode } from "../schema";

/** What a planned closure shuts: everything, what a department or a division carries, or one item. */
export const ClosureScope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("portal") }),
  z.strictObject({ kind: z.literal("department"), departmentId: z.uuid() }),
  z.strictObject({ kind: z.literal("division"), code: DivisionCode }),
  z.strictObject({ kind: z.literal("item"), code: z.string().trim().min(12).max(40) }),
]);
export type ClosureScope = z.infer<typeof ClosureScope>;
export const closureScopes = ["portal", "department", "division", "item"] as const satisfies readonly ClosureScope["kind"][];

/** One plain sentence in both languages; the English one in English. */
export const ClosureText = z.strictObject({ zh: z.string().trim().min(2).max(200), en: z.string().trim().min(2).max(400).regex(/^\P{Script=Han}*$/u) });
export type ClosureText = z.infer<typeof ClosureText>;

export const mostNoticeDays = 30;

/** A closure as one administrator plans it and another confirms it: from and until are instants, told of `noticeDays` before. */
export const PlanClosure = z.strictObject({
  scope: ClosureScope, startsAt: Instant, endsAt: Instant, noticeDays: z.int().min(0).max(mostNoticeDays),
  /** Why it is closed, and what to do instead: a phone number, a window. */
  why: ClosureText, instead: ClosureText,
});
export type PlanClosure = z.infer<typeof PlanClosure>;

/** Opens again before the time, or calls off what has not begun. */
export const EndClosure = z.strictObject({ closureId: z.uuid(), reason: z.string().trim().min(2).max(200) });
export type EndClosure = z.infer<typeof EndClosure>;

/** Where a person stands: an item, a department, a division, or anywhere. */
export const StandingOf = z.strictObject({ itemCode: z.string().max(60).optional(), departmentId: z.uuid().optional(), division: DivisionCode.optional() });
export type StandingOf = z.infer<typeof StandingOf>;
