import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { keepWeekday } from "./keepWeekday";
import { TextLink } from "./TextLink";
import { useGap } from "./useGap";

export type SummaryRow = {
  label: ReactNode;
  /** Absent answers are shown as "未填写". */
  value: ReactNode;
  source?: ReactNode;
  /** Where the answer can be changed. */
  changeHref?: string | undefined;
  /** What is done there, where it is not to change something. */
  changeWord?: string | undefined;
};

/** Answers to check before they are sent. */
export function SummaryList({ rows }: { rows: readonly SummaryRow[] }) {
  const t = useTranslations("ui");
  const gap = useGap();
  return (
    <dl className="border-t border-line">
      {rows.map(({ label, value, source, changeHref, changeWord }, index) => (
        <div key={index} className="grid gap-x-6 gap-y-1 border-b border-line py-3 sm:items-baseline sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)_auto] elder:sm:grid-cols-1 elder:py-4">
          <dt className="font-semibold">{label}</dt>
          <dd className="min-w-0">
            {value === undefined || value === "" ? <span className="text-muted">{t("notFilled")}</span> : value}
            {source && <span className="block text-hint text-muted">{source}</span>}
          </dd>
          {changeHref && (
            <dd data-print="no" className="sm:-my-2">
              <TextLink href={changeHref} className="tap">
                {changeWord ?? t("change")}<span className="sr-only">{gap}{label}</span>
              </TextLink>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

export type Fact = { label: ReactNode; value: ReactNode };

/** Facts to read: labels beside or above their values. */
export function DescriptionList({ facts, columns = 1 }: { facts: readonly Fact[]; columns?: 1 | 2 }) {
  return (
    <dl className={cx("grid gap-x-12", columns === 2 && "lg:grid-cols-2 elder:lg:grid-cols-1")}>
      {facts.map(({ label, value }, index) => (
        <div key={index} className="grid items-baseline gap-x-6 border-b border-line py-3 sm:grid-cols-[minmax(0,11em)_minmax(0,1fr)] elder:sm:grid-cols-1 dense:py-2">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0">{keepWeekday(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A few figures that matter most, such as cost and time on a guide. */
export function KeyFacts({ facts }: { facts: readonly (Fact & { note?: ReactNode })[] }) {
  return (
    <dl className="flex flex-wrap gap-px overflow-hidden rounded-card border border-line bg-line">
      {facts.map(({ label, value, note }, index) => (
        <div key={index} className="flex grow basis-[45%] flex-col gap-1 bg-surface p-4 md:basis-44 md:p-5 elder:basis-full elder:lg:basis-[30%]">
          <dt className="text-hint text-muted">{label}</dt>
          <dd className="text-h2 font-bold">{value}{note && <span className="block text-small font-normal text-muted">{note}</span>}</dd>
        </div>
      ))}
    </dl>
  );
}

export type Step = { title: ReactNode; text: ReactNode; link?: { href: string; label: string } };

/** What to do, one after the other: a number on a line, what it is, how, and where. */
export function StepList({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className="flex flex-col">
      {steps.map(({ title, text, link }, index) => (
        <li key={index} className="group relative grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 pb-6 last:pb-0 md:gap-x-5">
          <span aria-hidden="true" className="absolute top-0 bottom-0 left-[1.1em] border-l-2 border-accent-line group-last:hidden" />
          <span aria-hidden="true" className="relative grid size-[2.2em] place-items-center rounded-round border-2 border-accent bg-surface font-bold text-accent tabular-nums">{index + 1}</span>
          <div className="min-w-0 pt-[0.15em]">
            <h3 className="text-h3 font-bold">{title}</h3>
            <p className="mt-1 max-w-measure">{text}</p>
            {link && <TextLink href={link.href} className="no-print tap">{link.label}</TextLink>}
          </div>
        </li>
      ))}
    </ol>
  );
}
