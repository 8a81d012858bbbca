/** One target and what was reached of it. `figure` says of what: "ratio", "requests/s", "CPU". */
export type Verdict = { what: string; figure: string; value: number; bound: "atLeast" | "atMost"; target: number };

/** What was not measured (no number) is not met. */
export const isMet = ({ value, bound, target }: Verdict): boolean => (bound === "atLeast" ? value >= target : value <= target);

const signs = { atLeast: "≥", atMost: "≤" } as const;
const widths = [48, 34, 12, 10] as const;

// A Chinese character is as wide as two letters.
const width = (text: string) => [...text].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 2 : 1), 0);
const cell = (text: string, index: number) => text + " ".repeat(Math.max(1, (widths[index] ?? 0) - width(text)));
const line = (cells: readonly string[]) => cells.map(cell).join("").trimEnd();
const shown = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

/** Every target with what was reached, and in the end how many were not. */
export function tableOfVerdicts(verdicts: readonly Verdict[]): string {
  const missed = verdicts.filter((verdict) => !isMet(verdict));
  return [
    line(["", "figure", "target", "value", ""]),
    "─".repeat(widths.reduce<number>((sum, one) => sum + one, 0)),
    ...verdicts.map((verdict) => line([verdict.what, verdict.figure, `${signs[verdict.bound]} ${verdict.target}`, shown(verdict.value), isMet(verdict) ? "met" : "NOT MET"])),
    "", missed.length === 0 ? `all ${verdicts.length} targets are met` : `${missed.length} of ${verdicts.length} targets not met: ${missed.map(({ what }) => what).join("; ")}`,
  ].join("\n");
}
