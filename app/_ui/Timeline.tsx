import type { ReactNode } from "react";
import { cx } from "./cx";

export type TimelineEntry = {
  id: string;
  title: ReactNode;
  /** The instant or day, already in words. */
  time?: ReactNode;
  detail?: ReactNode;
  state?: "done" | "current" | "pending";
};

const marks = {
  done: "border-accent bg-accent",
  current: "border-accent bg-surface outline-4 outline-accent-soft",
  pending: "border-control bg-surface",
} as const;

/** What happened and what comes, in order of time. The state of each entry is in its words. */
export function Timeline({ label, entries }: { label: string; entries: readonly TimelineEntry[] }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {entries.map(({ id, title, time, detail, state = "done" }) => (
        <li key={id} aria-current={state === "current" ? "step" : undefined} className="group relative flex gap-4 pb-6 last:pb-0 dense:pb-4">
          <span aria-hidden="true" className="absolute top-[1.5em] bottom-[-0.35em] left-[0.5em] w-0.5 -translate-x-1/2 bg-line group-last:hidden" />
          <span aria-hidden="true" className={cx("relative mt-[0.35em] size-[1em] shrink-0 rounded-round border-[3px]", marks[state])} />
          <div className={cx("flex min-w-0 flex-col", state === "pending" && "text-muted")}>
            <p className={cx("max-w-measure", state !== "pending" && "font-semibold")}>{title}</p>
            {time && <p className="text-hint text-muted">{time}</p>}
            {detail && <div className="mt-1 max-w-measure">{detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
