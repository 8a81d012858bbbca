import { itemRunRows, itemRuns } from "@/db/schema";
import type { Tx } from "@/db/client";
import type { User } from "@/domain/core/actor";
import { parseItemCode } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { cloneContent, freeSequence } from "@/domain/items/rules/clone";
import { problemOf } from "@/domain/items/rules/exchange";
import { Level, type RevisionContent } from "@/domain/items/schema";
import type { CloneItem, ItemDocument, RowProblem } from "@/domain/items/schema/exchange";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { itemsUnder, listTargets, type Target } from "../queries/clone";
import { getEditable } from "../queries/editing";
import { planDocuments } from "../queries/run-plan";
import { runEntry } from "./import";

type StaffCtx = Ctx & { actor: User };
type Row = typeof itemRunRows.$inferInsert;
type Source = { code: string; sequence: number; basicCode: string; content: RevisionContent };

const atOnce = 200;

/**
 * Prepares copies of an item for other departments and divisions: a run that shows the code each would get and what hinders
 * it, to be confirmed like an import. Errors: `items.notFound`, `items.noTargets`.
 */
export function startClone(ctx: StaffCtx, { itemId, targets }: CloneItem): Promise<{ runId: string }> {
  return commit(ctx, async (tx) => {
    const { item, department, draft, current } = await getEditable(tx, ctx.actor, itemId);
    const content = current?.content ?? draft?.content;
    if (!content) throw new DomainError("not_found", "items.notFound");
    const places = await listTargets(tx, targets, department);
    if (places.length === 0) throw new DomainError("unprocessable", "items.noTargets");
    const id = await newId(tx);
    await tx.insert(itemRuns).values({
      id, kind: "clone", status: "ready", createdBy: ctx.actor.id, title: content.name.slice(0, 200), subjectId: itemId, read: places.length, total: places.length, createdAt: ctx.now, updatedAt: ctx.now,
    });
    const source = { code: item.code, sequence: Number(item.code.slice(31) || 1), basicCode: item.basicCode, content };
    const rows = await rowsFor(tx, ctx, { runId: id, source, places });
    for (let at = 0; at < rows.length; at += atOnce) await tx.insert(itemRunRows).values(rows.slice(at, at + atOnce));
    return { value: { runId: id }, audit: runEntry("startClone", id, { code: item.code, targets: places.length }) };
  });
}

type Copies = { runId: string; source: Source; places: readonly Target[] };

async function rowsFor(tx: Tx, { actor }: StaffCtx, { runId, source, places }: Copies): Promise<Row[]> {
  const assigned = await assignCodes(tx, source, places);
  const documents = assigned.flatMap((one) => ("document" in one ? [one.document] : []));
  const planned = [];
  for (let at = 0; at < documents.length; at += atOnce) planned.push(...(await planDocuments(tx, actor, documents.slice(at, at + atOnce))));
  const plans = new Map(planned.map((one) => [one.document.code, one]));
  return assigned.map((one, index): Row => {
    const common = { runId, position: index + 1, changes: [], problems: [] };
    if ("problem" in one) return { ...common, code: one.code, name: one.name, plan: "refuse", problems: [one.problem] };
    const plan = plans.get(one.document.code);
    const name = `${one.document.department.name} ${one.document.divisionCode ?? one.document.department.divisionCode}`;
    return { ...common, code: one.document.code, name, plan: plan?.plan ?? "refuse", problems: plan?.problems ?? [], document: plan?.plan === "create" ? one.document : null };
  });
}

type Assigned = { document: ItemDocument } | { code: string; name: string; problem: RowProblem };

/**
 * The code of each copy: the organ's own credit code and level, the same basic code, and the source's sequence or the next
 * free one. An organ that has the item in that division already is a conflict.
 */
async function assignCodes(tx: Tx, source: Source, places: readonly Target[]): Promise<Assigned[]> {
  const bases = places.flatMap((place) => ("missing" in place ? [] : [baseOf(place.department, source)]));
  const under = Map.groupBy(await itemsUnder(tx, [...new Set(bases)]), ({ code }) => code.slice(0, 31));
  return places.map((place): Assigned => {
    if ("missing" in place) return { code: "", name: place.asked, problem: problemOf(place.missing === "noDepartment" ? "department.uscc" : "divisionCode", place.missing, { asked: place.asked }) };
    const { department, divisionCode } = place;
    const base = baseOf(department, source);
    const name = `${department.name} ${divisionCode}`;
    const there = under.get(base) ?? [];
    const same = there.find((one) => one.divisionCode === divisionCode && one.name === source.content.name);
    if (same) return { code: same.code, name, problem: problemOf("code", "alreadyThere", { code: same.code }) };
    const sequence = freeSequence(source.sequence, new Set(there.map(({ code }) => Number(code.slice(31) || 0))));
    const code = sequence === undefined ? "" : `${base}${String(sequence).padStart(2, "0")}`;
    if (!parseItemCode(code) || !Level.safeParse(department.level).success) return { code: base, name, problem: problemOf("code", "noCode") };
    under.set(base, [...there, { code, divisionCode, name: source.content.name }]);
    return { document: documentFor(source, place, code) };
  });
}

const baseOf = ({ uscc, level }: { uscc: string; level: string }, { basicCode }: Source) => `${uscc}${level}${basicCode}`;

function documentFor({ content }: Source, { department: { uscc, name, level: text, divisionCode: seat }, divisionCode }: Exclude<Target, { missing: string }>, code: string): ItemDocument {
  const level = Level.parse(text);
  return { code, department: { uscc, name, level, divisionCode: seat }, ...(divisionCode === seat ? {} : { divisionCode }), content: cloneContent(content, level) };
}
