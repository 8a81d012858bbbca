import { ProcessStep } from "@/domain/items/schema/process";

/** A step as it was typed: right or wrong, in the shape of one. */
export type TypedStep = ProcessStep;

type Text = (name: string) => string;

/** Reads the steps of the form in their order; what one does not show of a step it does not have. */
export function readSteps(form: FormData): TypedStep[] {
  const text: Text = (name) => String(form.get(name) ?? "").replaceAll("\r\n", "\n").trim();
  const all = (name: string) => form.getAll(name).map(String).filter(Boolean);
  const count = Math.min(20, Number(text("count")) || 0);
  return Array.from({ length: count }, (_, at) => withoutGaps(readStep(`steps.${at}`, text, all)) as TypedStep);
}

function readStep(prefix: string, text: Text, all: (name: string) => string[]) {
  const at = (name: string) => text(`${prefix}.${name}`);
  const kind = at("kind");
  return {
    key: at("key"), kind, name: { zh: at("name"), en: at("nameEn") || undefined }, role: at("role"),
    departmentId: at("departmentId") || undefined,
    after: at("order") === "named" ? all(`${prefix}.after`) : undefined,
    when: at("when") || undefined,
    limitDays: number(at("limitDays")), limitUnit: at("limitDays") && at("limitUnit") === "calendarDay" ? "calendarDay" : undefined,
    yellowDays: number(at("yellowDays")),
    standard: at("standard") || undefined,
    procedures: listed(all(`${prefix}.procedures`)),
    tells: told(at("tells.entered"), at("tells.completed")),
    automatic: kind === "decide" ? readTable(`${prefix}.automatic`, text, all) : undefined,
  };
}

/** The decision table; without a row that says anything there is none. */
function readTable(prefix: string, text: Text, all: (name: string) => string[]) {
  const count = Math.min(30, Number(text(`${prefix}.count`)) || 0);
  const row = (at: number) => ({ when: text(`${prefix}.rows.${at}.when`), explanation: { zh: text(`${prefix}.rows.${at}.zh`), en: text(`${prefix}.rows.${at}.en`) } });
  const rows = Array.from({ length: count }, (_, at) => row(at)).filter(({ when, explanation }) => when || explanation.zh || explanation.en);
  return rows.length > 0 ? { rows, takes: listed(all(`${prefix}.takes`)) } : undefined;
}

const number = (typed: string) => (typed ? Number(typed.normalize("NFKC")) : undefined);
const told = (entered: string, completed: string) => (entered || completed ? { entered: entered || undefined, completed: completed || undefined } : undefined);
const listed = (list: string[]) => (list.length > 0 ? list : undefined);

// The schema knows no undefined; what is no number becomes nothing and is refused as such.
const withoutGaps = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What a button beside the steps asks for, by its value. */
const operation = /^(up|down|remove|add)(?::([A-Za-z0-9]+))?$/;

/** The steps after a button was pressed, and the button to stand on afterwards. Nothing for the button that saves. */
export function rearranged(steps: readonly TypedStep[], pressed: string): { steps: TypedStep[]; focus: string } | undefined {
  const [, act, key = ""] = operation.exec(pressed) ?? [];
  const at = steps.findIndex((step) => step.key === key);
  if (act === "add") return { steps: added(steps), focus: "" };
  if (at < 0) return undefined;
  if (act === "remove") return { steps: steps.filter((step) => step.key !== key).map((step) => forgetting(step, key)), focus: "" };
  return moved(steps, at, act === "up" ? -1 : 1);
}

/** One place up or down; at the end of the list the focus turns round. */
function moved(steps: readonly TypedStep[], at: number, by: 1 | -1): { steps: TypedStep[]; focus: string } {
  const last = steps.length - 1;
  const to = Math.min(last, Math.max(0, at + by));
  const stays = to === at || (to !== 0 && to !== last);
  const way = (by === 1) === stays ? "down" : "up";
  return { steps: steps.toSpliced(at, 1).toSpliced(to, 0, ...steps.slice(at, at + 1)), focus: `${way}:${steps[at]?.key}` };
}

const forgetting = ({ after, ...step }: TypedStep, key: string): TypedStep => ({ ...step, ...(after ? { after: after.filter((one) => one !== key) } : {}) });

/** A new review before the decision, under a key of its own. */
function added(steps: readonly TypedStep[]): TypedStep[] {
  let number = 1;
  while (steps.some(({ key }) => key === `step${number}`)) number += 1;
  const fresh: TypedStep = { key: `step${number}`, kind: "review", name: { zh: "" }, role: "reviewer" };
  const decision = steps.findIndex(({ kind }) => kind === "decide");
  return decision < 0 ? [...steps, fresh] : [...steps.slice(0, decision), fresh, ...steps.slice(decision)];
}

/** Whether every step has the shape of one, and which of its fields has not, by the name of its control. */
export function judge(steps: readonly TypedStep[]): { steps: ProcessStep[] } | { wrong: string[] } {
  const parsed = ProcessStep.array().min(1).max(20).safeParse(steps);
  if (parsed.success) return { steps: parsed.data };
  return { wrong: [...new Set(parsed.error.issues.map(({ path }) => `steps.${path.join(".")}`.replace(/\.name\.zh$/, ".name").replace(/\.name\.en$/, ".nameEn").replace(/\.explanation\./, ".")))] };
}

