import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { departments, divisions } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { parseUscc } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { DecideProposal } from "@/domain/core/proposals";
import { placeDuties } from "@/domain/departments/policy";
import { ancestry, departmentLevel, levelOf } from "@/domain/departments/rules";
import { PlaceChange, placeChangeKinds, type SaveDepartmentFacts } from "@/domain/departments/schema/changes";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { settleProposal, writeProposal } from "@/server/core/proposals";

type StaffCtx = Ctx & { actor: User };
type Of<Kind extends PlaceChange["kind"]> = Extract<PlaceChange, { kind: Kind }>;

/**
 * Writes down a change of departments or divisions that another administrator confirms. Errors: `departments.usccInvalid`
 * (unprocessable), `departments.usccTaken`, `departments.divisionTaken`, `departments.closed`, `departments.divisionClosed`,
 * `departments.divisionInUse` (conflict), `departments.notFound`, `departments.divisionNotFound`, `proposals.waiting` (conflict).
 */
export function proposeChange(ctx: StaffCtx, change: PlaceChange): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const sound = await checked(tx, change);
    const subject = subjectOf(sound);
    const id = await writeProposal(tx, ctx, { kind: sound.kind, subject, content: sound });
    return { value: { id }, audit: { action: "departments.proposeChange", subject: { type: "proposal", id }, after: sound } };
  });
}

/**
 * Confirms a change, which then holds at once, refuses it with a reason, or takes one's own back. What was true when it was
 * written is asked again. Errors: as `proposeChange`, and `proposals.decided` (conflict), `proposals.own`, `proposals.notYours`
 * (forbidden), `proposals.reasonMissing` (invalid).
 */
export function decideChange(ctx: StaffCtx, decision: DecideProposal): Promise<{ id: string; outcome: DecideProposal["outcome"] }> {
  return commit(ctx, async (tx) => {
    const { content } = await settleProposal(tx, ctx, decision, { kinds: placeChangeKinds, decide: placeDuties.decide });
    const { id, outcome } = decision;
    if (outcome === "confirmed") await apply(tx, ctx, await checked(tx, PlaceChange.parse(content)));
    return { value: { id, outcome }, audit: { action: "departments.decideChange", subject: { type: "proposal", id }, after: { outcome, change: content } } };
  });
}

const subjectOf = (change: PlaceChange) => {
  if ("departmentId" in change) return `department:${change.departmentId}`;
  return "code" in change ? `division:${change.code}` : `department:${change.uscc}`;
};

/** The change with its credit code in order, if it can be made now. */
async function checked(tx: Tx, change: PlaceChange): Promise<PlaceChange> {
  switch (change.kind) {
    case "addDepartment": return checkedDepartment(tx, change);
    case "changeDepartment": return checkedDepartment(tx, change, await openDepartment(tx, change.departmentId));
    case "closeDepartment": return checkedClosing(tx, change);
    case "addDivision": return checkedDivision(tx, change);
    case "renameDivision": return (await openDivision(tx, change.code)), change;
    case "closeDivision": return checkedDivisionClosing(tx, change);
  }
}

async function checkedDepartment<Change extends Of<"addDepartment"> | Of<"changeDepartment">>(tx: Tx, change: Change, before?: typeof departments.$inferSelect): Promise<Change> {
  // Codes as published may fail their check digit; one that is typed anew may not.
  const uscc = before?.uscc === change.uscc ? change.uscc : parseUscc(change.uscc)?.number;
  if (!uscc) throw new DomainError("unprocessable", "departments.usccInvalid");
  const [taken] = await tx.select({ id: departments.id }).from(departments).where(eq(departments.uscc, uscc)).limit(1);
  if (taken && taken.id !== before?.id) throw new DomainError("conflict", "departments.usccTaken");
  await openDivision(tx, change.divisionCode);
  if (change.parentId) await checkParent(tx, change.parentId, before?.id);
  return { ...change, uscc };
}

async function checkParent(tx: Tx, parentId: string, ownId: string | undefined): Promise<void> {
  for (let id: string | null = parentId, steps = 0; id && steps < 20; steps += 1) {
    if (id === ownId) throw new DomainError("unprocessable", "departments.parentCircle");
    id = (await openDepartment(tx, id)).parentId;
  }
}

async function checkedClosing(tx: Tx, change: Of<"closeDepartment">) {
  await openDepartment(tx, change.departmentId);
  if (change.successorId === change.departmentId) throw new DomainError("unprocessable", "departments.successorSame");
  if (change.successorId) await openDepartment(tx, change.successorId);
  return change;
}

async function checkedDivision(tx: Tx, change: Of<"addDivision">) {
  const [known] = await tx.select({ code: divisions.code }).from(divisions).where(eq(divisions.code, change.code)).limit(1);
  if (known) throw new DomainError("conflict", "departments.divisionTaken", { code: change.code });
  await openDivision(tx, parentOf(change.code));
  return change;
}

async function checkedDivisionClosing(tx: Tx, change: Of<"closeDivision">) {
  await openDivision(tx, change.code);
  if (change.successorCode === change.code) throw new DomainError("unprocessable", "departments.successorSame");
  if (change.successorCode) await openDivision(tx, change.successorCode);
  const [inside] = await tx.select({ code: divisions.code }).from(divisions).where(and(eq(divisions.parentCode, change.code), isNull(divisions.closedOn))).limit(1);
  if (inside) throw new DomainError("conflict", "departments.divisionInUse", { code: inside.code });
  return change;
}

const parentOf = (code: string) => ancestry(code)[1] ?? "000000";

/** A department that is not closed, its row held. */
export async function openDepartment(tx: Tx, id: string) {
  const [row] = await tx.select().from(departments).where(eq(departments.id, id)).for("update").limit(1);
  if (!row) throw new DomainError("not_found", "departments.notFound");
  if (row.closedOn) throw new DomainError("conflict", "departments.closed");
  return row;
}

/** A division whose code is in use, its row held. */
export async function openDivision(tx: Tx, code: string) {
  const [row] = await tx.select().from(divisions).where(eq(divisions.code, code)).for("update").limit(1);
  if (!row) throw new DomainError("not_found", "departments.divisionNotFound", { code });
  if (row.closedOn) throw new DomainError("conflict", "departments.divisionClosed", { code });
  return row;
}

async function apply(tx: Tx, { now }: Ctx, change: PlaceChange): Promise<void> {
  const closedOn = shanghaiDay(now);
  switch (change.kind) {
    case "addDepartment": return void (await tx.insert(departments).values(valuesOf(change)));
    case "changeDepartment": return void (await tx.update(departments).set(valuesOf(change)).where(eq(departments.id, change.departmentId)));
    case "closeDepartment": return void (await tx.update(departments).set({ closedOn, successorId: change.successorId ?? null }).where(eq(departments.id, change.departmentId)));
    case "addDivision": return void (await tx.insert(divisions).values({ code: change.code, name: change.name, level: levelOf(change.code), parentCode: parentOf(change.code) }));
    case "renameDivision": return void (await tx.update(divisions).set({ name: change.name }).where(eq(divisions.code, change.code)));
    case "closeDivision": return void (await tx.update(divisions).set({ closedOn, successorCode: change.successorCode ?? null }).where(eq(divisions.code, change.code)));
  }
}

const valuesOf = ({ uscc, name, divisionCode, parentId }: Of<"addDepartment"> | Of<"changeDepartment">) => ({ uscc, name, divisionCode, level: departmentLevel(divisionCode), parentId: parentId ?? null });

/** Keeps a department's address and phone. Errors: `departments.notFound`, `departments.closed`, `departments.changedMeanwhile` (conflict). */
export function saveFacts(ctx: StaffCtx, { departmentId, version, address, phone }: SaveDepartmentFacts): Promise<{ version: number }> {
  return commit(ctx, async (tx) => {
    const before = await openDepartment(tx, departmentId);
    if (before.version !== version) throw new DomainError("conflict", "departments.changedMeanwhile");
    await tx.update(departments).set({ address: address || null, phone: phone || null, version: version + 1 }).where(eq(departments.id, departmentId));
    return {
      value: { version: version + 1 },
      audit: { action: "departments.saveFacts", subject: { type: "department", id: departmentId }, before: { address: before.address, phone: before.phone }, after: { address, phone } },
    };
  });
}
