import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { departments, directoryEditions, directoryItems, divisions, itemRunRows, itemRuns, serviceItems } from "@/db/schema";
import { stepsFor } from "@/db/seed/import/normalise";
import type { User } from "@/domain/core/actor";
import { makeHandlingCode, makeImplementationCode, parseUscc } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { canCreate } from "@/domain/items/policy";
import { editionHindrance, type EditionAct } from "@/domain/items/policy/directory";
import { freeSequence } from "@/domain/items/rules/clone";
import { Level, type RevisionContent } from "@/domain/items/schema";
import type { CreateDirectoryItem, DirectoryElements, EditionReference, ImplementDirectory, SaveEdition } from "@/domain/items/schema/directory";
import { authorize } from "@/server/core/authorize";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { getDirectoryItem, listToInherit } from "../queries/directory";
import { takenSequences } from "../queries/clone";
import { writeDraft } from "./drafts";
import { wake } from "./import";

type StaffCtx = Ctx & { actor: User };

const entry = (act: string, id: string, after: unknown) => ({ action: `items.${act}`, subject: { type: "directoryItem", id }, after });

/**
 * Begins an entry of the directory with its first draft; its competent department keeps it.
 * Errors: `access.forbidden`, `items.directoryExists`.
 */
export function createDirectoryItem(ctx: StaffCtx, { basicCode, departmentId, divisionCode, elements }: CreateDirectoryItem): Promise<{ directoryItemId: string }> {
  authorize(canCreate(ctx.actor, { departmentId, divisionCode }) ? undefined : "access.forbidden");
  return commit(ctx, async (tx) => {
    const [item] = await tx.insert(directoryItems).values({ basicCode, departmentId, divisionCode, createdAt: ctx.now, updatedAt: ctx.now }).onConflictDoNothing().returning({ id: directoryItems.id });
    if (!item) throw new DomainError("conflict", "items.directoryExists", { code: basicCode });
    await openDraft(tx, ctx, item.id, { number: 1, elements });
    return { value: { directoryItemId: item.id }, audit: entry("createDirectoryItem", item.id, { basicCode, elements }) };
  });
}

/** Copies the published edition into a draft. Errors: `items.directoryNotFound`, `items.editionOpen`, `access.forbidden`. */
export function openEdition(ctx: StaffCtx, { directoryItemId }: { directoryItemId: string }): Promise<{ version: number }> {
  return commit(ctx, async (tx) => {
    const { current, editions } = await lockFor(tx, ctx, directoryItemId, "openEdition");
    if (!current) throw new DomainError("conflict", "items.noEdition");
    const number = (editions[0]?.number ?? 0) + 1;
    await openDraft(tx, ctx, directoryItemId, { number, elements: current.elements });
    return { value: { version: 0 }, audit: entry("openEdition", directoryItemId, { number }) };
  });
}

async function openDraft(tx: Tx, { actor, now }: StaffCtx, directoryItemId: string, { number, elements }: { number: number; elements: DirectoryElements }): Promise<void> {
  await tx.insert(directoryEditions).values({ directoryItemId, number, status: "draft", elements, editors: [actor.id], createdAt: now, updatedAt: now });
}

/** Keeps the elements of the draft as they were written over `version`. Errors: `items.directoryNotFound`, `items.noEdition`, `items.editionChanged`. */
export function saveEdition(ctx: StaffCtx, { directoryItemId, version, elements }: SaveEdition): Promise<{ version: number }> {
  return commit(ctx, async (tx) => {
    const draft = atVersion(await lockFor(tx, ctx, directoryItemId, "saveEdition"), version);
    const editors = [...new Set([...draft.editors, ctx.actor.id])];
    await tx.update(directoryEditions).set({ elements, editors, version: version + 1, updatedAt: ctx.now }).where(eq(directoryEditions.id, draft.id));
    return { value: { version: version + 1 }, audit: { ...entry("saveEdition", directoryItemId, elements), before: draft.elements } };
  });
}

/** Drops the draft. Errors: `items.directoryNotFound`, `items.noEdition`, `items.editionChanged`. */
export function discardEdition(ctx: StaffCtx, { directoryItemId, version }: EditionReference): Promise<{ directoryItemId: string }> {
  return commit(ctx, async (tx) => {
    const draft = atVersion(await lockFor(tx, ctx, directoryItemId, "discardEdition"), version);
    await tx.delete(directoryEditions).where(eq(directoryEditions.id, draft.id));
    return { value: { directoryItemId }, audit: { ...entry("discardEdition", directoryItemId, null), before: draft.elements } };
  });
}

/**
 * Publishes the draft, and begins to hand it down: every implementing item that differs gets a draft with the directory's
 * elements in the name of the edition's editor, to be published by its own publisher. Never by whoever wrote at it.
 * Errors: `items.directoryNotFound`, `items.noEdition`, `items.editionChanged`, `items.ownEdition`.
 */
export function publishEdition(ctx: StaffCtx, { directoryItemId, version }: EditionReference): Promise<{ edition: number; differing: number }> {
  return commit(ctx, async (tx) => {
    const found = await lockFor(tx, ctx, directoryItemId, "publishEdition");
    const draft = atVersion(found, version);
    await tx.update(directoryEditions).set({ status: "superseded", updatedAt: ctx.now }).where(and(eq(directoryEditions.directoryItemId, directoryItemId), eq(directoryEditions.status, "published")));
    await tx.update(directoryEditions).set({ status: "published", publishedBy: ctx.actor.id, publishedAt: ctx.now, updatedAt: ctx.now }).where(eq(directoryEditions.id, draft.id));
    await tx.update(directoryItems).set({ currentEditionId: draft.id, updatedAt: ctx.now }).where(eq(directoryItems.id, directoryItemId));
    const items = await listToInherit(tx, found.item.basicCode, draft.elements);
    const runId = items.length > 0 ? await handDown(tx, ctx, { directoryItemId, draft, items }) : undefined;
    return {
      value: { edition: draft.number, differing: items.length },
      audit: { ...entry("publishEdition", directoryItemId, draft.elements), before: found.current?.elements ?? null },
      outbox: runId ? [wake(runId)] : [],
    };
  });
}

type Edition = Awaited<ReturnType<typeof getDirectoryItem>>["editions"][number];
type HandDown = { directoryItemId: string; draft: Edition; items: Awaited<ReturnType<typeof listToInherit>> };

const rowsAtOnce = 1000;

async function handDown(tx: Tx, { now }: StaffCtx, { directoryItemId, draft, items }: HandDown): Promise<string> {
  const runId = await newId(tx);
  const [editor = ""] = draft.editors;
  await tx.insert(itemRuns).values({
    id: runId, kind: "inherit", status: "running", createdBy: editor, title: draft.elements.name.slice(0, 200), subjectId: directoryItemId, read: items.length, total: items.length, createdAt: now, updatedAt: now,
  });
  const rows = items.map(({ id, code, name }, index) => ({ runId, position: index + 1, code, name, plan: "revise" as const, changes: [], problems: [], itemId: id }));
  for (let at = 0; at < rows.length; at += rowsAtOnce) await tx.insert(itemRunRows).values(rows.slice(at, at + rowsAtOnce));
  return runId;
}

/**
 * A draft of an implementing list: the directory's elements, everything else for the department to fill in.
 * Errors: `items.directoryNotFound`, `items.noEdition`, `items.noDepartment`, `items.noDivision`, `items.levelNotInDirectory`,
 * `items.codesTaken`, `access.forbidden`.
 */
export function implementDirectory(ctx: StaffCtx, { directoryItemId, uscc, divisionCode, handling }: ImplementDirectory): Promise<{ itemId: string; code: string }> {
  return commit(ctx, async (tx) => {
    const { item, current } = await getDirectoryItem(tx, directoryItemId);
    if (!current) throw new DomainError("conflict", "items.noEdition");
    const department = await departmentOf(tx, uscc, divisionCode);
    authorize(canCreate(ctx.actor, { departmentId: department.id, divisionCode }) ? undefined : "access.forbidden");
    const level = Level.parse(department.level);
    if (!current.elements.levels.includes(level)) throw new DomainError("unprocessable", "items.levelNotInDirectory", { level });
    const code = await freeCode(tx, { uscc: department.uscc, level, basicCode: item.basicCode });
    const [created] = await tx.insert(serviceItems).values({ code, basicCode: item.basicCode, departmentId: department.id, divisionCode, status: "draft", createdAt: ctx.now, updatedAt: ctx.now }).returning({ id: serviceItems.id });
    if (!created) throw new Error("the item was not returned");
    const drafted = await writeDraft(tx, ctx, { itemId: created.id, draft: undefined, content: firstContent(current.elements, level, handling) });
    return { value: { itemId: created.id, code }, audit: ["audit" in drafted ? drafted.audit : [], entry("implementDirectory", directoryItemId, { code })].flat() };
  });
}

async function departmentOf(tx: Tx, uscc: string, divisionCode: string) {
  const [department] = await tx.select().from(departments).where(eq(departments.uscc, parseUscc(uscc)?.number ?? uscc)).limit(1);
  if (!department) throw new DomainError("unprocessable", "items.noDepartment", { uscc });
  const [division] = await tx.select({ code: divisions.code }).from(divisions).where(eq(divisions.code, divisionCode)).limit(1);
  if (!division) throw new DomainError("unprocessable", "items.noDivision", { code: divisionCode });
  return department;
}

async function freeCode(tx: Tx, parts: { uscc: string; level: Level; basicCode: string }): Promise<string> {
  const implementationCode = makeImplementationCode(parts);
  const sequence = freeSequence(1, (await takenSequences(tx, [implementationCode])).get(implementationCode) ?? new Set());
  if (sequence === undefined) throw new DomainError("conflict", "items.codesTaken", { code: implementationCode });
  return makeHandlingCode({ implementationCode, sequence });
}

/** What the directory gives; the rest is empty, and the linter says what is missing before anybody can publish it. */
function firstContent(said: DirectoryElements, level: Level, handling: string | undefined): RevisionContent {
  const { levels: _, ...elements } = said;
  return {
    ...elements, name: handling ? `${elements.name}（${handling}）` : elements.name, level, themes: [], lifeEvents: [], keywords: [], handling: "promised", promisedLimit: null,
    conditions: [], situations: [], materials: [], flow: [], steps: stepsFor("promised", false), fees: null, result: null, questions: [],
    visits: null, onlineDepth: null, courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15, form: null,
  };
}

type Found = Awaited<ReturnType<typeof getDirectoryItem>>;

async function lockFor(tx: Tx, { actor }: StaffCtx, id: string, act: EditionAct): Promise<Found> {
  await tx.select({ id: directoryItems.id }).from(directoryItems).where(eq(directoryItems.id, id)).for("update");
  const found = await getDirectoryItem(tx, id);
  authorize(editionHindrance(actor, act, found.facts));
  return found;
}

function atVersion({ draft }: Found, version: number): Edition {
  if (!draft) throw new DomainError("conflict", "items.noEdition");
  if (draft.version !== version) throw new DomainError("conflict", "items.editionChanged", { at: draft.updatedAt.toISOString() });
  return draft;
}
