import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type IconName } from "./Icon";
import { keepWeekday } from "./keepWeekday";

export type NoticeTone = "info" | "success" | "warning" | "error";

const tones: Record<NoticeTone, { icon: IconName; box: string; mark: string }> = {
  info: { icon: "info", box: "border-accent bg-accent-soft", mark: "text-accent" },
  success: { icon: "check", box: "border-success bg-success-soft", mark: "text-success" },
  warning: { icon: "alert", box: "border-warning-line bg-warning-soft", mark: "text-warning" },
  error: { icon: "alert", box: "border-danger bg-danger-soft", mark: "text-danger" },
};

type NoticeProps = {
  tone?: NoticeTone;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Announced when it appears by itself, such as "已保存" after an action. */
  live?: boolean;
};

/** A message in the page: never a pop-up, never a toast. The tone is also said in words. */
export function Notice({ tone = "info", title, children, actions, live = false }: NoticeProps) {
  const t = useTranslations("ui");
  const { icon, box, mark } = tones[tone];
  return (
    <div role={live ? (tone === "error" ? "alert" : "status") : undefined} className={cx("flex max-w-site gap-3 rounded-card border border-l-[6px] p-4 md:p-5", box)}>
      <Icon name={icon} className={cx("mt-[0.2em] size-[1.35em]", mark)} />
      <div className="flex min-w-0 grow flex-col gap-1">
        <span className="sr-only">{t(`tone.${tone}`)}</span>
        {title && <p className="font-bold">{keepWeekday(title)}</p>}
        {children && <div className="max-w-measure">{keepWeekday(children)}</div>}
        {actions && <div className="mt-3 flex flex-wrap gap-4">{actions}</div>}
      </div>
    </div>
  );
}

type ConfirmationProps = { title: ReactNode; numberLabel?: string; number?: string; children?: ReactNode };

/** The panel of a finished act: what happened, and the receipt number in large groups. */
export function Confirmation({ title, numberLabel, number, children }: ConfirmationProps) {
  return (
    <div className="rounded-card border-2 border-success bg-success-soft px-6 py-8 md:px-10 md:py-12">
      <div className="flex flex-col gap-3">
        <div className="flex items-start gap-4">
          <span className="mt-[0.1em] grid size-[2.25em] shrink-0 place-items-center rounded-round bg-success text-page forced-colors:border-2">
            <Icon name="check" className="size-[1.4em]" />
          </span>
          <h1 className="min-w-0 text-h1 font-bold">{title}</h1>
        </div>
        {/* On a phone the number has the whole width, so that it breaks but once. */}
        <div className="flex min-w-0 flex-col gap-3 md:pl-[calc(2.25em+1rem)]">
          {number && (
            <p>
              <span className="block text-muted">{numberLabel}</span>
              <NumberGroups value={number} className="text-figure font-bold" />
            </p>
          )}
          {children && <div className="max-w-measure">{children}</div>}
        </div>
      </div>
    </div>
  );
}

type NumberGroupsProps = { value: string; every?: number; className?: string };

/**
 * A number in groups that break between groups only: at its own hyphens (`310101-20260901-000123-K`), or, with `every`,
 * after so many characters, set apart for the eye alone. Read out and copied it is the number without a blank.
 */
export function NumberGroups({ value, every, className }: NumberGroupsProps) {
  const groups = every ? (value.match(new RegExp(`.{1,${every}}`, "g")) ?? []) : value.split(/(?<=-)/);
  return (
    <span className={cx("tabular-nums", className)}>
      {groups.map((group, index) => (
        // Inline, not blocks in a line: those are read with a blank between.
        <Fragment key={index}>{index > 0 && <wbr />}<span className={cx("wrap-break-word", every !== undefined && index < groups.length - 1 && "mr-[0.25em]")}>{group}</span></Fragment>
      ))}
    </span>
  );
}
