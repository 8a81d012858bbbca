import { z } from "zod";
import { ApplicationNumber } from "@/domain/applications/schema";
import { Day } from "@/domain/core/calendar";

/** What supervision looks for in a case; the table of rules is `rules/signals.ts`. */
export const signalRules = ["intakeOverdue", "overPromised", "overStatutory", "stepOver", "forwardedLate", "deliveredLate", "suspensionOver", "reasonThin", "correctedAgain"] as const;
export type SignalRule = (typeof signalRules)[number];

/** 预警, 黄牌, 红牌. */
export const signalGrades = ["warning", "yellow", "red"] as const;
export type SignalGrade = (typeof signalGrades)[number];

/** A signal waits, is explained by the department, and is confirmed or excused by a supervisor. */
export const signalStates = ["open", "explained", "confirmed", "excused"] as const;

/** An urging waits for the department, for the supervisor, or for nobody. */
export const urgingStates = ["open", "answered", "accepted"] as const;
export const urgingTurnKinds = ["urge", "answer", "accept"] as const;
export type UrgingTurnKind = (typeof urgingTurnKinds)[number];

export const periods = ["week", "month"] as const;
export type ReportPeriod = (typeof periods)[number];
export const reportFormats = ["csv", "xlsx"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What narrows figures: a department of one's own, a division with what lies in it, an item. */
export const Filters = z.strictObject({ department: z.uuid().optional(), division: z.string().regex(/^\d{6}$/).optional(), item: z.uuid().optional() });
export type Filters = z.infer<typeof Filters>;

/** Days of Shanghai, both counted; at most five years, so that an answer stays bounded. */
export const Figures = Filters.extend({ fromOn: Day, throughOn: Day }).refine(({ fromOn, throughOn }) => fromOn <= throughOn && Date.parse(throughOn) - Date.parse(fromOn) < 1830 * 86_400_000, { path: ["throughOn"], error: "supervision.periodInvalid" });
export type Figures = z.infer<typeof Figures>;

/** The cases behind a figure: of those open now, or of those that something happened to in the period. */
export const caseGroups = [
  "open", "green", "yellow", "orange", "red", "black", "stepOver", "suspendedOver", "forecast", "aged", "held",
  "received", "deemedAccepted", "decided", "onTime", "late", "correctedOnce", "correctedMore", "automatic",
] as const;
export const CaseGroup = z.enum(caseGroups);
export type CaseGroup = z.infer<typeof CaseGroup>;

/** `value`: what the group asks for beside the filters: a due day, an age, a person. */
export const ListCases = Figures.safeExtend({ group: CaseGroup, value: z.string().max(60).optional(), cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(50) });
export type ListCases = z.infer<typeof ListCases>;

const text = z.string().trim().min(5).max(1000);
const page = { cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(50) };

export const OfCase = z.strictObject({ number: ApplicationNumber });
export type OfCase = z.infer<typeof OfCase>;

export const Urge = z.strictObject({ number: ApplicationNumber, text, answerBy: Day, stepKey: z.string().min(1).max(40).optional(), toAccountId: z.uuid().optional(), signalId: z.uuid().optional() });
export type Urge = z.infer<typeof Urge>;
export const AnswerUrging = z.strictObject({ id: z.uuid(), version: z.int().min(0), text, expectedOn: Day.optional() });
export type AnswerUrging = z.infer<typeof AnswerUrging>;
/** Accepts an answer, or asks again until another day. */
export const SettleUrging = z.strictObject({ id: z.uuid(), version: z.int().min(0), text, again: Day.optional() });
export type SettleUrging = z.infer<typeof SettleUrging>;
export const ListUrgings = z.strictObject({ ...page, state: z.enum(["open", "answered", "accepted"]).optional() });
export type ListUrgings = z.infer<typeof ListUrgings>;

export const ListSignals = z.strictObject({ ...page, state: z.enum(signalStates).optional(), rule: z.enum(signalRules).optional(), grade: z.enum(signalGrades).optional() });
export type ListSignals = z.infer<typeof ListSignals>;
export const ExplainSignal = z.strictObject({ id: z.uuid(), explanation: text });
export type ExplainSignal = z.infer<typeof ExplainSignal>;
export const HandleSignal = z.strictObject({ id: z.uuid(), outcome: z.enum(["confirmed", "excused"]), result: text });
export type HandleSignal = z.infer<typeof HandleSignal>;

/** Why a case is past its statutory date, in words that everybody may read: no names, no numbers of people. */
export const GiveReason = z.strictObject({ number: ApplicationNumber, reason: z.string().trim().min(10).max(500) });
export type GiveReason = z.infer<typeof GiveReason>;
export const DecideReason = z.strictObject({ id: z.uuid(), outcome: z.enum(["confirmed", "returned"]), word: z.string().trim().max(500).optional() });
export type DecideReason = z.infer<typeof DecideReason>;

export const ListOverdue = z.strictObject(page);
export type ListOverdue = z.infer<typeof ListOverdue>;

/** Whose services are asked for on the home page. */
export const HotFor = z.enum(["person", "organisation"]);
export type HotFor = z.infer<typeof HotFor>;
export const ListHot = z.strictObject({ audience: HotFor });

export const Subscribe = z.strictObject({ period: z.enum(periods), format: z.enum(reportFormats), filters: Filters });
export type Subscribe = z.infer<typeof Subscribe>;
export const ById = z.strictObject({ id: z.uuid() });
export type ById = z.infer<typeof ById>;
