import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import { applications, files, toleratedMaterials } from "@/db/schema";
import { canSupplement } from "@/domain/applications/policy";
import { notTolerable, toleranceProblem } from "@/domain/applications/rules/tolerance";
import type { ById } from "@/domain/applications/schema";
import type { CheckSupplement, TolerantAccept } from "@/domain/applications/schema/life";
import { doerOf } from "@/domain/core/actor";
import { shanghaiDay, type Day } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import type { Answers } from "@/domain/forms/schema";
import { materialFieldId, materialsFor } from "@/domain/items/rules";
import type { Material } from "@/domain/items/schema";
import type { Ctx } from "@/server/core/context";
import { getCase, type Case } from "../queries/case";
import { openForm } from "../queries/form";
import { listOnFile } from "../queries/on-file";
import { returnedPlace } from "../queries/life";
import { act, type Act, type Acted } from "./act";
import { acceptance } from "./intake";

/**
 * Writes down what an applicant promises in writing at filing to hand in later; an earlier promise is replaced by it.
 * Errors: `applications.notTolerable` (conflict; the field).
 */
export async function promise(tx: Tx, ctx: Ctx, found: Case, { later, answers }: { later: readonly string[]; answers: Answers }): Promise<{ promised?: string[] }> {
  const { id } = found.application;
  if (found.tolerated.length > 0) await forgetPromise(tx, id);
  if (later.length === 0 || ctx.actor.kind !== "user") return {};
  const promised = await materialsToPromise(tx, ctx, found, { later, answers });
  const promisedBy = doerOf(ctx.actor).id;
  await tx.insert(toleratedMaterials).values(promised.map((material) => ({ applicationId: id, fieldId: materialFieldId(material), name: material.name.zh, promisedAt: ctx.now, promisedBy })));
  return { promised: promised.map(({ name }) => name.zh) };
}

/** The materials chosen to be handed in later, each of which may be. Errors: `applications.notTolerable` (conflict; the field). */
export async function materialsToPromise(tx: Tx, { now }: Ctx, found: Case, { later, answers }: { later: readonly string[]; answers: Answers }): Promise<Material[]> {
  if (later.length === 0) return [];
  const { context } = await openForm(tx, found, answers, now);
  const materials = materialsFor(found.content, context, answers);
  const wrong = notTolerable(later, materials, answers);
  if (wrong !== undefined) throw new DomainError("conflict", "applications.notTolerable", { field: wrong });
  return materials.filter((material) => later.includes(materialFieldId(material)));
}

/** What was promised with a filing that is no more. */
export async function forgetPromise(tx: Tx, id: string): Promise<void> {
  await tx.delete(toleratedMaterials).where(eq(toleratedMaterials.applicationId, id));
}

/**
 * 容缺受理: accepts with a list of what was promised, each by its day; the decision clock starts today, and nothing is
 * granted before all of it has come. Errors: `applications.toleratedIncomplete` (conflict), `applications.endsInThePast`, `applications.supplementTooLate` (invalid).
 */
export function tolerantAccept(ctx: Ctx, { id, version, items }: TolerantAccept): Promise<Acted> {
  return act(ctx, { id, version, action: "tolerantAccept" }, async (found, tx) => {
    const effect = await acceptance(tx, ctx, found, ctx.now);
    const promisedDueOn = effect.patch.promisedDueOn;
    const problem = toleranceProblem(items, { tolerated: found.facts.tolerated, today: shanghaiDay(ctx.now), promisedDueOn });
    if (problem) throw new DomainError(problem === "applications.toleratedIncomplete" ? "conflict" : "invalid", problem, { max: promisedDueOn });
    const tolerated = items.map(({ fieldId, dueOn }) => ({ fieldId, dueOn, name: found.tolerated.find((row) => row.fieldId === fieldId)?.name ?? fieldId }));
    for (const { fieldId, dueOn } of tolerated) await fallDue(tx, id, [fieldId], dueOn);
    return { ...effect, payload: { ...effect.payload, tolerated: tolerated.map(({ name, dueOn }) => ({ name, dueOn })) } };
  });
}

async function fallDue(tx: Tx, id: string, fieldIds: readonly string[], dueOn: Day): Promise<void> {
  await tx.update(toleratedMaterials).set({ dueOn }).where(and(eq(toleratedMaterials.applicationId, id), inArray(toleratedMaterials.fieldId, [...fieldIds])));
}

/** A case accepted by silence keeps its applicant's promise: to the last day of the promised limit. */
export async function keepPromise(tx: Tx, { application: { id }, tolerated }: Case, dueOn: Day): Promise<void> {
  if (tolerated.length > 0) await fallDue(tx, id, tolerated.map(({ fieldId }) => fieldId), dueOn);
}

/** The case, locked, where a promised material is awaited in this field and this actor may hand it in. */
export async function lockAwaiting(tx: Tx, ctx: Ctx, id: string, fieldId: string): Promise<Case | undefined> {
  await tx.select({ id: applications.id }).from(applications).where(eq(applications.id, id)).for("update");
  const found = await getCase(tx, ctx.actor, { id });
  return canSupplement(ctx.actor, found.facts, fieldId) ? found : undefined;
}

/**
 * Hands in what was promised and has been uploaded, all at once or part of it; it then waits to be checked.
 * Errors: `applications.nothingHandedIn` (conflict), `applications.nothingToSupplement` (conflict).
 */
export function supplementApplication(ctx: Ctx, { id }: ById): Promise<Acted> {
  return act(ctx, { id, action: "supplement" }, async (found, tx) => {
    const awaited = found.tolerated.filter(({ suppliedAt }) => suppliedAt === null);
    const rows = await tx.select({ fieldId: files.fieldId, at: files.createdAt }).from(files).where(and(eq(files.applicationId, id), isNull(files.deletedAt)));
    const given = [...rows, ...(await listOnFile(tx, id))];
    const came = awaited.filter(({ fieldId }) => given.some((row) => row.fieldId === fieldId));
    if (came.length === 0) throw new DomainError("conflict", "applications.nothingHandedIn");
    await tx.update(toleratedMaterials).set({ suppliedAt: ctx.now, returnedReason: null }).where(inArray(toleratedMaterials.id, came.map((row) => row.id)));
    return { payload: { supplied: came.map(({ name }) => name) } };
  });
}

/**
 * Writes down what was found of the materials handed in later; one that is not in order is awaited again, with the reason.
 * Errors: `applications.nothingToCheck` (conflict) where one of them has not come.
 */
export function checkSupplement(ctx: Ctx, { id, version, items }: CheckSupplement, before?: Act["before"]): Promise<Acted> {
  return act(ctx, { id, version, action: "checkSupplement", before }, async (found, tx) => {
    const checked = items.map((item) => {
      const row = found.tolerated.find(({ fieldId, suppliedAt, confirmedAt }) => fieldId === item.fieldId && suppliedAt !== null && confirmedAt === null);
      if (!row) throw new DomainError("conflict", "applications.nothingToCheck");
      return { row, item };
    });
    const confirmedBy = ctx.actor.kind === "user" ? ctx.actor.id : null;
    for (const { row, item } of checked) {
      await tx.update(toleratedMaterials).set(item.inOrder ? { confirmedAt: ctx.now, confirmedBy } : { suppliedAt: null, returnedReason: item.reason && seal(item.reason, returnedPlace(row.id)) }).where(eq(toleratedMaterials.id, row.id));
    }
    return { payload: { checked: checked.map(({ row, item }) => ({ name: row.name, inOrder: item.inOrder, ...(item.inOrder ? {} : { reason: item.reason }) })) } };
  });
}
