import type { ProcessStep } from "../schema/process";
import { predecessorsOf } from "./process";

type PathLength = { workdays: number; calendarDays: number };
type Path = { names: string[]; total: PathLength };

const examined: ReadonlySet<ProcessStep["kind"]> = new Set<ProcessStep["kind"]>(["review", "consult", "decide"]);
const sum = ({ workdays, calendarDays }: PathLength) => workdays + calendarDays;

/**
 * The longest way from acceptance to the decision: of the steps in `some` that wait for one another in `all`, those whose
 * limits add up to most. Steps without a limit count nothing. For processes without a ring.
 */
export function longestPath(some: readonly ProcessStep[], all: readonly ProcessStep[]): Path {
  const before = predecessorsOf(all);
  const known = new Map<string, Path>();
  const to = (step: ProcessStep): Path => {
    const reckoned = known.get(step.key);
    if (reckoned) return reckoned;
    const earlier = all.filter(({ key }) => before.get(step.key)?.includes(key)).map(to);
    const longest = earlier.toSorted((a, b) => sum(b.total) - sum(a.total))[0] ?? { names: [], total: { workdays: 0, calendarDays: 0 } };
    const path = some.includes(step) && examined.has(step.kind) ? extended(longest, step) : longest;
    known.set(step.key, path);
    return path;
  };
  return all.map(to).toSorted((a, b) => sum(b.total) - sum(a.total))[0] ?? { names: [], total: { workdays: 0, calendarDays: 0 } };
}

function extended({ names, total }: Path, { name, limitDays = 0, limitUnit = "workday" }: ProcessStep): Path {
  const { workdays, calendarDays } = total;
  return {
    names: limitDays > 0 ? [...names, name.zh] : names,
    total: limitUnit === "workday" ? { workdays: workdays + limitDays, calendarDays } : { workdays, calendarDays: calendarDays + limitDays },
  };
}
