import { randomUUID } from "node:crypto";
import { useLocale, useTranslations } from "next-intl";
import { formatDay, formatStamp } from "@/app/_i18n/format";
import { CaseLight } from "@/app/_shared/desk/DueLight";
import { HoldForm } from "@/app/_shared/desk/HoldForm";
import type { DeskCase } from "@/app/_shared/desk/types";
import { Chinese, Localised } from "@/app/_shared/items/Localised";
import { Tag } from "@/app/_ui/Tag";
import { Timeline, type TimelineEntry } from "@/app/_ui/Timeline";
import { claim, release } from "../../actions";

type Step = DeskCase["steps"][number];
/** How a case ends before its process has run through. */
const ended: ReadonlySet<DeskCase["status"]> = new Set<DeskCase["status"]>(["refused", "lapsed", "withdrawn", "transferred", "terminated", "voided"]);
const marks = { done: "done", active: "current", pending: "pending", skipped: "pending" } as const;
const tones = { done: "success", active: "info", pending: "neutral", skipped: "neutral" } as const;

/** The steps of the process as they follow one another; steps side by side share a place on the track. */
export function StepTrack({ found, here }: { found: DeskCase; here: string }) {
  const t = useTranslations("process.track");
  const entries = ranksOf(found.steps).map((rank, at): TimelineEntry => {
    const [only] = rank;
    const state = rank.some(({ status }) => status === "active") ? "current" : rank.every(({ status }) => marks[status] === "pending") ? "pending" : "done";
    if (rank.length === 1 && only) return { id: only.key, state, title: <StepTitle step={only} found={found} />, detail: <StepFacts step={only} found={found} here={here} /> };
    return {
      id: `rank-${at}`, state, title: t("beside", { count: rank.length }),
      detail: (
        <ul className="flex flex-col gap-3">
          {rank.map((step) => <li key={step.key} className="flex flex-col gap-1 rounded-card border border-line px-3 py-2"><p className="font-semibold text-ink"><StepTitle step={step} found={found} /></p><StepFacts step={step} found={found} here={here} /></li>)}
        </ul>
      ),
    };
  });
  return <Timeline label={t("title")} entries={entries} />;
}

/** Steps by how many must come before: those of one rank can run at the same time. */
function ranksOf(steps: readonly Step[]): Step[][] {
  const rank = new Map<string, number>();
  const of = (step: Step, trail: readonly string[]): number => {
    const known = rank.get(step.key);
    if (known !== undefined || trail.includes(step.key)) return known ?? 0;
    const found = steps.filter(({ key }) => step.waitsFor.includes(key)).map((before) => of(before, [...trail, step.key]) + 1);
    rank.set(step.key, Math.max(0, ...found));
    return rank.get(step.key) ?? 0;
  };
  const groups = Object.groupBy(steps, (step) => of(step, []));
  return Object.keys(groups).map(Number).toSorted((a, b) => a - b).map((at) => groups[at] ?? []);
}

function StepTitle({ step: { name, status }, found }: { step: Step; found: DeskCase }) {
  const t = useTranslations("process.status");
  return <span className="flex flex-wrap items-center gap-2"><Localised text={name} /><Tag tone={tones[status]}>{t(status === "skipped" && ended.has(found.status) ? "notReached" : status)}</Tag></span>;
}

/** Why a step was not taken: nobody needed it, or the case ended before it. */
function Skipped({ found: { status } }: { found: DeskCase }) {
  const t = useTranslations("process.track");
  return <p className="text-hint text-muted">{t(ended.has(status) ? "notReached" : "skipped")}</p>;
}

/** Whose the step is, by when, who has it in hand, and what was said. */
function StepFacts({ step, found, here }: { step: Step; found: DeskCase; here: string }) {
  const t = useTranslations("process.track");
  const roles = useTranslations("desk.history.roles");
  const locale = useLocale();
  const { status, role, departmentName, dueOn, light, opinion, completedAt, completedByName, holderName, held, claimable, key, standard } = step;
  // Where one step is all there is to do, holding the case is holding it.
  const alone = found.canClaim || (found.mine && held);
  const hold = { id: found.id, number: found.number, step: key, returnTo: here, look: "secondary" } as const;
  return (
    <div className="flex flex-col gap-1">
      <p className="text-hint text-muted">{departmentName ? <><Chinese>{departmentName}</Chinese> · </> : null}{t("by", { role: roles(role) })}</p>
      {status === "active" && dueOn && <p className="flex flex-wrap items-center gap-2">{t("dueOn", { day: formatDay(dueOn, locale) })}{light && <CaseLight light={light} />}</p>}
      {status === "active" && holderName && <p>{held ? t("mine") : t("holder", { name: holderName })}</p>}
      {status === "active" && standard && <p className="text-hint"><Chinese>{standard}</Chinese></p>}
      {completedAt && <p className="text-hint text-muted">{completedByName ? <Chinese>{completedByName}</Chinese> : t("automatic")} · <time dateTime={completedAt} className="whitespace-nowrap">{formatStamp(completedAt)}</time></p>}
      {opinion && <p className="whitespace-pre-line"><Chinese>{opinion}</Chinese></p>}
      {status === "skipped" && <Skipped found={found} />}
      {claimable && !alone && <HoldForm verb="claim" action={claim} {...hold} idempotencyKey={randomUUID()} />}
      {held && !alone && <HoldForm verb="release" action={release} {...hold} idempotencyKey={randomUUID()} />}
    </div>
  );
}
