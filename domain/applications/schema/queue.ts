import { z } from "zod";
import { Day, Instant } from "@/domain/core/calendar";
import { ApplicationStatus } from "../schema";

/** Lights as the queue narrows to them. */
export const lightColours = ["green", "yellow", "orange", "red", "black"] as const;
/** What the queue may be ordered by, each both ways; a leading minus turns it round. */
export const queueSorts = ["due", "-due", "received", "-received", "number", "-number"] as const;
export type QueueSort = (typeof queueSorts)[number];

/** Columns one may choose; the number of the case is always shown. */
export const queueColumns = ["light", "item", "applicant", "status", "step", "due", "received", "claimed", "division", "channel"] as const;
export type QueueColumn = (typeof queueColumns)[number];
export const defaultColumns = ["light", "item", "applicant", "status", "due", "claimed"] as const satisfies readonly QueueColumn[];

/** Whose cases: one's own, what one may take now, nobody's, or a colleague's by their account. */
const Assignee = z.union([z.enum(["me", "claimable", "nobody"]), z.uuid()]);

const work = {
  item: z.uuid().optional(),
  status: ApplicationStatus.exclude(["draft"]).optional(),
  /** The kind of an open step, or its key. */
  step: z.string().trim().min(1).max(40).optional(),
  lights: z.array(z.enum(lightColours)).min(1).max(lightColours.length).optional(),
  assignee: Assignee.optional(),
  receivedFrom: Day.optional(), receivedTo: Day.optional(), dueFrom: Day.optional(), dueTo: Day.optional(),
  /** A division and all beneath it. */
  division: z.string().regex(/^\d{6}$/).optional(),
};

/** What narrows the work: the part that a saved view may keep, since it is about no person. */
export const WorkFilters = z.strictObject(work);
export type WorkFilters = z.infer<typeof WorkFilters>;

/**
 * All that narrows the queue. `query`: a number or how it begins, a full name, an ID number or a unified social credit
 * code. `applicant`: the blind index of an ID number, which may stand in an address where the number may not.
 */
export const QueueFilters = z.strictObject({ ...work, query: z.string().trim().max(60).optional(), applicant: z.string().regex(/^[0-9a-f]{32}$/).optional() });
export type QueueFilters = z.infer<typeof QueueFilters>;

/** The views that everybody has, as filters. */
export type QueueTab = "all" | "mine" | "claimable" | "overdue" | "waiting";
export const queueTabs: Record<QueueTab, WorkFilters> = {
  all: {}, mine: { assignee: "me" }, claimable: { assignee: "claimable" }, overdue: { lights: ["red", "black"] }, waiting: { status: "correction" },
};

export const ListQueue = z.strictObject({ ...QueueFilters.shape, sort: z.enum(queueSorts).default("due"), cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListQueue = z.infer<typeof ListQueue>;

/** What changed since a page was made; `shown` are the rows on it, which count also where they left the filters. */
export const QueueChanges = z.strictObject({ filters: QueueFilters, since: Instant, shown: z.array(z.uuid()).max(100) });
export type QueueChanges = z.infer<typeof QueueChanges>;

export const QueueCounts = z.strictObject({ filters: QueueFilters.optional() });
export type QueueCounts = z.infer<typeof QueueCounts>;

/** What was typed to find an item by, to narrow the queue to it. */
export const QueueItems = z.strictObject({ query: z.string().trim().min(1).max(300) });
export type QueueItems = z.infer<typeof QueueItems>;

/** `item`: the one that the queue is narrowed to, whose name is asked for. */
export const QueueChoices = z.strictObject({ item: z.uuid().optional() });
export type QueueChoices = z.infer<typeof QueueChoices>;

/** What a clerk typed to find a person's cases by, to be put into an address. */
export const ApplicantText = z.strictObject({ text: z.string().trim().max(60) });
export type ApplicantText = z.infer<typeof ApplicantText>;

const Columns = z.array(z.enum(queueColumns)).max(queueColumns.length).refine((columns) => new Set(columns).size === columns.length);

/** A view under a name of one's own. */
export const ViewContent = z.strictObject({ filters: WorkFilters, sort: z.enum(queueSorts), columns: Columns });
export type ViewContent = z.infer<typeof ViewContent>;
const viewName = z.string().trim().min(1).max(40);

/** Keeps the filters under a name; `shared` lets the colleagues of one's department and division use it. */
export const SaveView = z.strictObject({ name: viewName, shared: z.boolean(), content: ViewContent });
export type SaveView = z.infer<typeof SaveView>;
export const ChangeView = z.strictObject({ id: z.uuid(), name: viewName, shared: z.boolean(), content: ViewContent.optional() });
export type ChangeView = z.infer<typeof ChangeView>;
export const ViewById = z.strictObject({ id: z.uuid() });
export type ViewById = z.infer<typeof ViewById>;
/** The view with which the queue opens; none for all cases. */
export const DefaultView = z.strictObject({ id: z.uuid().nullable() });
export type DefaultView = z.infer<typeof DefaultView>;
export const ChooseColumns = z.strictObject({ columns: Columns });
export type ChooseColumns = z.infer<typeof ChooseColumns>;

/** The filtered rows as a file. `full` shows the applicants unmasked, for a reason that is kept with each of them. */
export const ExportQueue = z.strictObject({
  filters: QueueFilters, sort: z.enum(queueSorts).default("due"), format: z.enum(["csv", "xlsx"]),
  full: z.boolean().default(false), reason: z.string().trim().min(4).max(500).optional(),
}).refine(({ full, reason }) => !full || reason !== undefined, { path: ["reason"] });
export type ExportQueue = z.infer<typeof ExportQueue>;
