import { useTranslations } from "next-intl";
import { Chinese } from "@/app/_shared/items/Localised";
import { predecessorsOf, ringsIn, tellsOf } from "@/domain/items/rules/process";
import type { Departments } from "./departments";
import type { TypedStep } from "./read";

type Props = { steps: readonly TypedStep[]; departments: Departments };

/** The order of the steps, drawn and in words: the drawing holds numbers, the list beside it what they stand for. */
export function Outline({ steps, departments }: Props) {
  const t = useTranslations("process.edit");
  const roles = useTranslations("desk.history.roles");
  const names = new Map(departments.flatMap(({ options }) => options.map(({ value, label }) => [value, label] as const)));
  const before = predecessorsOf(steps);
  const placed = steps.map(({ key }) => key);
  // Only the nearest ones: what these wait for is waited for anyway.
  const nearest = (key: string) => (before.get(key) ?? []).filter((one) => !(before.get(key) ?? []).some((other) => before.get(other)?.includes(one)));
  const numbers = (keys: readonly string[]) => keys.map((key) => placed.indexOf(key) + 1).join("、");
  return (
    <div className="flex flex-wrap items-start gap-4">
      {ringsIn(steps).length === 0 && <Drawing steps={steps} nearest={nearest} />}
      <ol className="flex min-w-[10em] flex-1 flex-col gap-2">
        {steps.map((step, at) => (
          <li key={step.key}>
            <p className="font-semibold">{at + 1}. <Chinese>{step.name?.zh || t("unnamed")}</Chinese></p>
            {step.departmentId && <p className="text-hint text-muted"><Chinese>{names.get(step.departmentId) ?? step.departmentId}</Chinese></p>}
            <p className="text-hint text-muted">
              {[
                roles(step.role),
                step.limitDays === undefined || step.limitDays === null ? undefined : t("within", { days: step.limitDays, unit: step.limitUnit ?? "workday" }),
                nearest(step.key).length > 0 ? t("waits", { numbers: numbers(nearest(step.key)) }) : undefined,
                step.when ? t("conditional") : undefined,
                step.tells ? t("tellsCount", { count: tellsOf(step).length }) : undefined,
                step.automatic ? t("automatic", { rows: step.automatic.rows.length }) : undefined,
              ].filter(Boolean).join(" · ")}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}

// In the size of the text, so that the drawing grows with it.
const [column, row, radius] = [2.75, 3.5, 1];

/** Circles by rank from the top down, a line from each to those it waits for. */
function Drawing({ steps, nearest }: { steps: readonly TypedStep[]; nearest: (key: string) => string[] }) {
  const rank = new Map<string, number>();
  const rankOf = (key: string): number => {
    const known = rank.get(key) ?? Math.max(0, ...nearest(key).map((one) => rankOf(one) + 1));
    rank.set(key, known);
    return known;
  };
  const ranks = Object.groupBy(steps.map(({ key }) => key), (key) => rankOf(key));
  const widest = Math.max(1, ...Object.values(ranks).map((keys) => keys?.length ?? 0));
  const at = (key: string) => {
    const beside = ranks[rankOf(key)] ?? [];
    return { x: ((beside.indexOf(key) + 0.5) * widest * column) / beside.length, y: rankOf(key) * row + row / 2 };
  };
  const [width, height] = [widest * column, Object.keys(ranks).length * row];
  return (
    <svg aria-hidden="true" width={`${width}em`} height={`${height}em`} className="max-w-full shrink-0">
      {steps.flatMap(({ key }) => nearest(key).map((one) => {
        const [from, to] = [at(one), at(key)];
        return <line key={`${one}-${key}`} x1={`${from.x}em`} y1={`${from.y + radius}em`} x2={`${to.x}em`} y2={`${to.y - radius}em`} strokeWidth={2} className="stroke-control" />;
      }))}
      {steps.map((step, index) => {
        const { x, y } = at(step.key);
        return (
          <g key={step.key}>
            <circle cx={`${x}em`} cy={`${y}em`} r={`${radius}em`} strokeWidth={2} strokeDasharray={step.when ? "4 3" : undefined} className={step.departmentId ? "fill-warning-soft stroke-warning" : "fill-accent-soft stroke-accent"} />
            <text x={`${x}em`} y={`${y}em`} textAnchor="middle" dominantBaseline="central" className="fill-ink font-semibold">{index + 1}</text>
          </g>
        );
      })}
    </svg>
  );
}
