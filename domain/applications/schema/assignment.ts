import { z } from "zod";
import { Day } from "@/domain/core/calendar";
import { ApplicationNumber } from "../schema";

/** How a case, or a step of it, came into somebody's hands without their own doing. */
export const assignmentKinds = ["handOver", "cover", "takeBack", "routing"] as const;

const id = z.uuid();
const stepKey = z.string().min(1).max(40);
const word = z.string().trim().min(2).max(500);

/** Puts a case, or one step, into a colleague's hands. `holder` and `version` are what its actor saw; a stale one is refused. */
export const HandOver = z.strictObject({ id, version: z.int().min(0), holder: id.nullable(), to: id, word, step: stepKey.optional() });
export type HandOver = z.infer<typeof HandOver>;
export const HandedCase = z.strictObject({ number: ApplicationNumber, step: stepKey.optional() });
export type HandedCase = z.infer<typeof HandedCase>;

/** Longest absence that is recorded at once, in days. */
export const longestAbsenceDays = 366;
/** Days of absence, both included, with the colleague who stands in. `accountId`: whose, where a supervisor records it. */
export const RecordAbsence = z.strictObject({ accountId: id.optional(), deputyId: id, fromOn: Day, untilOn: Day, word: z.string().trim().max(500).optional() });
export type RecordAbsence = z.infer<typeof RecordAbsence>;
/** Ends an absence from today on; `takeBack` fetches what the deputy holds of it still. */
export const EndAbsence = z.strictObject({ id, takeBack: z.boolean() });
export type EndAbsence = z.infer<typeof EndAbsence>;
export const ListAbsences = z.strictObject({ of: z.enum(["own", "office"]), past: z.boolean().optional() });
export type ListAbsences = z.infer<typeof ListAbsences>;

export const routedRoles = ["clerk", "reviewer", "approver", "certificateOfficer"] as const;
export type RoutedRole = (typeof routedRoles)[number];

export const RoutingTarget = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("person"), accountId: id }),
  z.strictObject({ kind: z.literal("leastLoaded") }),
  z.strictObject({ kind: z.literal("pool") }),
]);
export type RoutingTarget = z.infer<typeof RoutingTarget>;

/** What a rule asks of a case, and to whom it gives the work. No item means any; `when` is a condition over the answers. */
export const RoutingContent = z.strictObject({
  name: z.string().trim().min(2).max(80),
  role: z.enum(routedRoles),
  items: z.array(id).max(200),
  divisionCode: z.string().regex(/^\d{6}$/),
  when: z.string().trim().max(2000).optional(),
  target: RoutingTarget,
});
export type RoutingContent = z.infer<typeof RoutingContent>;

export const CreateRoutingRule = z.strictObject({ departmentId: id, content: RoutingContent });
export type CreateRoutingRule = z.infer<typeof CreateRoutingRule>;
export const EditRoutingRule = z.strictObject({ id, version: z.int().min(0), content: RoutingContent });
export type EditRoutingRule = z.infer<typeof EditRoutingRule>;
export const routingMoves = ["up", "down", "enable", "disable", "remove"] as const;
export const MoveRoutingRule = z.strictObject({ id, version: z.int().min(0), move: z.enum(routingMoves) });
export type MoveRoutingRule = z.infer<typeof MoveRoutingRule>;
export const routingChanges = ["create", "edit", ...routingMoves] as const;
export const RoutingRuleById = z.strictObject({ id });
export type RoutingRuleById = z.infer<typeof RoutingRuleById>;
export const ListRouting = z.strictObject({ departmentId: id.optional() });
export type ListRouting = z.infer<typeof ListRouting>;
export const TryRouting = z.strictObject({ number: ApplicationNumber });
export type TryRouting = z.infer<typeof TryRouting>;

/** Acts that may be done to many cases at once: none of them refuses, declines or ends anybody's request. */
export const bulkActs = ["claim", "release", "handOver", "accept", "startReview", "completeStep", "deliver", "close"] as const;
export type BulkAct = (typeof bulkActs)[number];
export const bulkStatuses = ["ready", "running", "done", "cancelled"] as const;
export const bulkPlans = ["may", "mayNot"] as const;
export const bulkOutcomes = ["done", "refused"] as const;
/** Most cases of one run. */
export const longestBulk = 500;

const cases = z.array(ApplicationNumber).min(1).max(longestBulk);
const opinion = z.string().trim().min(2).max(2000);
/** What is done to every case of a run, with what the act needs. */
export const BulkOrder = z.discriminatedUnion("act", [
  z.strictObject({ act: z.enum(["claim", "release", "accept", "startReview", "close"]) }),
  z.strictObject({ act: z.literal("handOver"), to: id, word }),
  z.strictObject({ act: z.literal("completeStep"), opinion }),
  z.strictObject({ act: z.literal("deliver"), method: z.enum(["online", "counter"]) }),
]);
export type BulkOrder = z.infer<typeof BulkOrder>;
export const PrepareBulk = z.strictObject({ cases, order: BulkOrder });
export type PrepareBulk = z.infer<typeof PrepareBulk>;
export const BulkById = z.strictObject({ id });
export type BulkById = z.infer<typeof BulkById>;
export const bulkViews = ["all", "mayNot", "refused"] as const;
export const ListBulkRows = z.strictObject({ id, view: z.enum(bulkViews).default("all"), cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(50) });
export type ListBulkRows = z.infer<typeof ListBulkRows>;
export const ListBulkRuns = z.strictObject({ cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListBulkRuns = z.infer<typeof ListBulkRuns>;
