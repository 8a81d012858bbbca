import { count, eq } from "drizzle-orm";
import { corrections } from "@/db/schema";
import { isExamination } from "@/domain/applications/rules/steps";
import type { AnswerValue, Answers, Field, LocalisedText } from "@/domain/forms/schema";
import { scopeOf } from "@/domain/items/rules/process";
import { automaticOf, decideByTable, type AutomaticVerdict } from "@/domain/items/rules/process-automatic";
import { once } from "@/server/core/jobs";
import type { Ctx } from "@/server/core/context";
import { sealAutomatic, type AutomaticStanding } from "../queries/automatic";
import { answersOf, getCase, type Case } from "../queries/case";
import { openForm, withFiles, type OpenForm } from "../queries/form";
import { maskAnswers } from "../view";
import { act } from "./act";
import { decision } from "./decide";
import { acceptance } from "./intake";

type Approved = Extract<AutomaticVerdict, { outcome: "approved" }>;

/**
 * 秒批: takes a filed case in and grants it where a row of its decision table holds; whatever is unclear stays for a person
 * (个人信息保护法 24). Safe to run again: what a person did meanwhile stands.
 */
export async function decideAutomatically(ctx: Ctx, id: string): Promise<void> {
  const begun = await verdictOf(ctx, id);
  if (!begun) return;
  const { found, verdict, standing } = begun;
  const { status, version } = found.application;
  if (status === "submitted") await once(done(act(ctx, { id, version, action: "accept" }, (now, tx) => acceptance(tx, ctx, now, ctx.now))));
  const accepted = await getCase(ctx.db, ctx.actor, { id });
  if (accepted.application.status !== "accepted" || accepted.application.claimedBy) return;
  await once(done(act(ctx, { id, version: accepted.application.version, action: "approve" }, async (now, tx) => {
    const effect = await decision(tx, ctx, now, { outcome: "approved", reason: verdict.explanation.zh });
    return { ...effect, patch: { ...effect.patch, automaticDecision: sealAutomatic(id, standing) }, payload: { ...effect.payload, automatic: true, row: verdict.row, explanation: verdict.explanation } };
  })));
}

const done = async (acted: Promise<unknown>): Promise<void> => void (await acted);

async function verdictOf(ctx: Ctx, id: string): Promise<{ found: Case; verdict: Approved; standing: AutomaticStanding } | undefined> {
  const found = await getCase(ctx.db, ctx.actor, { id });
  const table = automaticOf(found.content.steps);
  // What somebody has in hand is theirs.
  if (!table || found.application.claimedBy || !["submitted", "accepted"].includes(found.application.status)) return undefined;
  const stored = answersOf(found.application);
  const opened = await openForm(ctx.db, found, stored, ctx.now);
  const answers = withFiles(opened, stored);
  const [asked] = await ctx.db.select({ times: count() }).from(corrections).where(eq(corrections.applicationId, id));
  const verdict = decideByTable(table, {
    scope: scopeOf(answers, opened.context), form: opened.form.definition, personAsked: found.application.personAsked, corrected: (asked?.times ?? 0) > 0, certified: certifiedIn(opened),
    examined: found.facts.steps.some((step) => isExamination(step) && step.status !== "skipped"),
  });
  if (verdict.outcome !== "approved") return undefined;
  return { found, verdict, standing: { row: verdict.row, explanation: verdict.explanation, decidedAt: ctx.now.toISOString(), facts: factsOf(verdict.facts, opened, answers) } };
}

/** The questions that certificates answer and no upload. */
function certifiedIn({ files, onFile }: OpenForm): Set<string> {
  const uploaded = new Set(files.map(({ fieldId }) => fieldId));
  return new Set(onFile.map(({ fieldId }) => fieldId).filter((fieldId) => !uploaded.has(fieldId)));
}

/** The facts a row looked at as a person reads them: the question and the answer, masked where it identifies somebody. */
function factsOf(paths: readonly string[], { form }: OpenForm, answers: Answers): AutomaticStanding["facts"] {
  const masked = maskAnswers(form.definition, answers);
  return paths.flatMap((path) => {
    const id = path.replace(/^situation\./, "").split(".")[0] ?? "";
    const field = form.findField(id);
    return field ? [{ label: field.label, value: inWords(field, masked[id]) }] : [];
  });
}

function inWords(field: Field, value: AnswerValue | undefined): string {
  const chosen = "options" in field ? new Map(field.options.map((option): [string, LocalisedText] => [option.value, option.label])) : undefined;
  if (Array.isArray(value)) return value.map((one) => inWords(field, one)).join("、");
  if (typeof value === "object") return "✓";
  if (typeof value === "boolean") return value ? "是 / Yes" : "否 / No";
  const text = String(value ?? "");
  return chosen?.get(text)?.zh ?? text;
}
