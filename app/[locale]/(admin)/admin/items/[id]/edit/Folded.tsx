import type { ReactNode } from "react";
import { FoldLine } from "@/app/_ui/Cards";

/** Several fields of the editing form under one line. */
export function Folded({ summary, open = false, children }: { summary: string; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="rounded-card border border-line bg-surface open:border-accent-line">
      <FoldLine>{summary}</FoldLine>
      <div className="flex flex-col gap-4 border-t border-line p-4">{children}</div>
    </details>
  );
}
