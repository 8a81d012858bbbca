import { dayFromForm } from "@/app/_ui/dayFromForm";
import { Scenario } from "@/domain/applications/rules/simulate";
import type { ScopeEntry } from "@/domain/forms/rules/scope";

export type Query = Record<string, string | string[] | undefined>;

/** The address of the page as the form it came from. */
export function formOfQuery(query: Query): FormData {
  const form = new FormData();
  for (const [name, values] of Object.entries(query)) for (const value of [values ?? ""].flat()) form.append(name, value);
  return form;
}

const inputs: Readonly<Record<string, string>> = { "correction.askedAfter": "correctionAsked", "correction.answeredAfter": "correctionAnswered", "suspension.after": "suspendAfter", "suspension.days": "suspendDays" };

/** The input that a part of a scenario came from. */
function inputOf(path: readonly PropertyKey[]): string {
  const [part, ...rest] = path.map(String);
  return part === "answers" ? `a.${rest.join(".")}` : (inputs[path.join(".")] ?? String(part));
}

/** What was asked for; nothing before the form was sent, and the inputs that are `wrong` where it makes no scenario. */
export function readScenario(form: FormData, questions: readonly ScopeEntry[]): { scenario: Scenario } | { wrong: readonly string[] } {
  if (form.get("run") !== "yes") return { wrong: [] };
  const text = (name: string) => String(form.get(name) ?? "").normalize("NFKC").trim();
  const number = (name: string) => (text(name) === "" ? undefined : Number(text(name)));
  const [asked, after] = [number("correctionAsked"), number("suspendAfter")];
  const parsed = Scenario.safeParse({
    submittedOn: dayFromForm(form, "submittedOn"), acceptAfter: number("acceptAfter") ?? 0, extensionDays: number("extensionDays") ?? 0, personAsked: form.get("personAsked") === "yes",
    ...(asked === undefined ? {} : { correction: { askedAfter: asked, answeredAfter: number("correctionAnswered") ?? 0 } }),
    ...(after === undefined ? {} : { suspension: { after, days: number("suspendDays") ?? 1 } }),
    answers: Object.fromEntries(questions.flatMap((entry) => {
      const value = answerTo(entry, form);
      return value === undefined ? [] : [[entry.path, value]];
    })),
    given: form.getAll("given").map(String).filter(Boolean),
  });
  return parsed.success ? { scenario: parsed.data } : { wrong: [...new Set(parsed.error.issues.map(({ path }) => inputOf(path)))] };
}

function answerTo({ path, type }: ScopeEntry, form: FormData): string | number | boolean | undefined {
  const name = `a.${path}`;
  const typed = type === "date" ? (dayFromForm(form, name) ?? "") : String(form.get(name) ?? "").trim();
  if (typed === "") return undefined;
  if (type === "boolean") return typed === "yes";
  return type === "number" ? Number(typed.normalize("NFKC")) : typed;
}
