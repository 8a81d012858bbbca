import type { AuditRow, Checkpoint } from "../schema";

/**
 * What may be wrong with a chain. `seq` is the row's number, of a checkpoint the size it speaks of:
 * - `altered` the row is not what was sealed, `missing` it is not there, `unsealed` it should have been sealed long ago
 * - `late` it claims an instant that an earlier checkpoint had already closed, `early` one after the checkpoint that holds it
 * - `rewritten` the chain is not the one a checkpoint was signed over, `cutShort` it ends before one
 * - `unsigned` it and what follows stand under no checkpoint
 * - `forged` a checkpoint's signature does not hold, `checkpointMissing` one that another names is not there
 * - `undeclared` rows from here on were moved away, and no sealed row of the log says so of as many
 * - `incomplete` the dump has no head or no end, not what its end counts, or lines out of their order
 */
export const findingKinds = ["altered", "missing", "unsealed", "late", "early", "rewritten", "cutShort", "unsigned", "forged", "checkpointMissing", "undeclared", "incomplete"] as const;
export type Finding = { kind: (typeof findingKinds)[number]; seq: number };

const minute = 60_000;
/** A job may write under the instant it began at; clocks of two machines may differ. */
const lateMs = 60 * minute;
const earlyMs = 5 * minute;
const unsealedMs = 60 * minute;

/** As many rows are sealed under one checkpoint at most. */
export const fullBatch = 1000;

/** Whether a checkpoint closes the time before it: over a full batch it does not, for more may have waited that is as old. */
export const closesTime = (checkpoint: Pick<Checkpoint, "size">, sizeBefore: number) => checkpoint.size - sizeBefore < fullBatch;

/** Whether a sealed row's instant fits between the last checkpoint before it that closed its time and the one that holds it. */
export function timeFinding({ at }: Pick<AuditRow, "at">, { before, holds }: { before: Pick<Checkpoint, "at"> | undefined; holds: Pick<Checkpoint, "at"> | undefined }): "late" | "early" | undefined {
  const instant = Date.parse(at);
  if (before && instant < Date.parse(before.at) - lateMs) return "late";
  return holds && instant > Date.parse(holds.at) + earlyMs ? "early" : undefined;
}

/** Whether a row that is not sealed should be by the instant the dump was made. */
export const isOverdue = ({ at }: Pick<AuditRow, "at">, madeAt: string) => Date.parse(at) < Date.parse(madeAt) - unsealedMs;
