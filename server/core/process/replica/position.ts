/** A place in the log of the database (LSN), `16/B374D848`, as a number. */
export function positionOf(text: string): bigint {
  const [, high = "", low = ""] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/.exec(text) ?? [];
  if (!low) throw new Error("not a position in the log");
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

/** Where the primary's log ended at a moment of our own clock. */
export type Mark = { at: number; position: bigint };

/** How old what a replica tells is, in milliseconds: since the last mark that it has passed; since the first where it passed none. */
export function lagOf(marks: readonly Mark[], replayed: bigint, now: number): number {
  const last = marks.findLast(({ position }) => position <= replayed) ?? marks[0];
  return last ? now - last.at : Infinity;
}

/** Those that may still be asked for: of what was passed, only the last. */
export function remaining(marks: readonly Mark[], replayed: bigint): Mark[] {
  const passed = marks.findLastIndex(({ position }) => position <= replayed);
  return marks.slice(Math.max(0, passed));
}
