import type { ReactNode } from "react";
import { cx } from "@/app/_ui/cx";
import { Icon, type IconName } from "@/app/_ui/Icon";

export type VerdictTone = "success" | "warning" | "error";

const tones: Record<VerdictTone, { icon: IconName; box: string; mark: string }> = {
  success: { icon: "check", box: "border-success bg-success-soft", mark: "bg-success" },
  warning: { icon: "alert", box: "border-warning-line bg-warning-soft", mark: "bg-warning" },
  error: { icon: "close", box: "border-danger bg-danger-soft", mark: "bg-danger" },
};

/** The answer of a check in one sentence, before anything else on the page. */
export function Verdict({ tone, title, children }: { tone: VerdictTone; title: ReactNode; children: ReactNode }) {
  const { icon, box, mark } = tones[tone];
  return (
    <div className={cx("flex items-start gap-4 rounded-card border-2 px-6 py-8 md:gap-6 md:px-10 md:py-10", box)}>
      <span className={cx("mt-[0.1em] grid size-[2.25em] shrink-0 place-items-center rounded-round text-page forced-colors:border-2", mark)}>
        <Icon name={icon} className="size-[1.4em]" />
      </span>
      <div className="flex min-w-0 flex-col gap-3">
        <h1 className="text-h1 font-bold text-balance">{title}</h1>
        <div className="flex max-w-measure flex-col gap-2">{children}</div>
      </div>
    </div>
  );
}
