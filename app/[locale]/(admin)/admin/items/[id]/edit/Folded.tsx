import type { ReactNode } from "react";

/** Several fields of the editing form under one line. */
export function Folded({ summary, open = false, children }: { summary: string; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="rounded-card border border-line bg-surface open:border-accent-line">
      <summary className="flex min-h-tap items-center px-4 py-2 font-semibold hover:bg-accent-soft">{summary}</summary>
      <div className="flex flex-col gap-4 border-t border-line p-4">{children}</div>
    </details>
  );
}
