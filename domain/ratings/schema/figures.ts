import { z } from "zod";

export const figureKinds = ["department", "division", "item"] as const;
export const FigureKind = z.enum(figureKinds);
export type FigureKind = z.infer<typeof FigureKind>;

const Count = z.int().min(0);

/** What was counted in a year; from these alone every rate is made (`rules/figures`). */
export const RatingCounts = z.strictObject({
  /** Cases answered and visits ended: what could be rated. */
  rateable: Count,
  /** First ratings that count, by level, from people. */
  active: z.strictObject({ verySatisfied: Count, satisfied: Count, basic: Count, dissatisfied: Count, veryDissatisfied: Count }),
  /** Received as a default of another system: no person said so. */
  byDefault: Count,
  /** Left out after appeal and re-check. */
  excluded: Count,
  /** Low ratings that count, those whose rectification was answered, and those closed by the second look. */
  low: Count, replied: Count, rectified: Count,
  /** Second ratings, and those of them at least basic. */
  again: Count, againGood: Count,
});
export type RatingCounts = z.infer<typeof RatingCounts>;

export const ListFigures = z.strictObject({ kind: FigureKind.default("department"), within: z.string().length(18).optional(), cursor: z.string().max(200).optional(), limit: z.int().min(1).max(100).default(20) });
export type ListFigures = z.infer<typeof ListFigures>;

/** `subject` is an item's code, a department's credit code or a division's code. */
export const OneFigure = z.strictObject({ kind: FigureKind, subject: z.string().min(6).max(40) });
export type OneFigure = z.infer<typeof OneFigure>;
