import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { departments, serviceItems, serviceWindows } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { SaveWindow, WindowReference } from "@/domain/departments/schema/windows";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { openDepartment, openDivision } from "./places";

type StaffCtx = Ctx & { actor: User };

/**
 * Opens a window or keeps what is told about one; hours and phone bind nobody, so one administrator does it alone, with
 * history. Errors: `departments.notFound`, `departments.closed`, `departments.divisionNotFound`, `departments.divisionClosed`,
 * `departments.windowNotFound`, `departments.changedMeanwhile` (conflict), `departments.itemsUnknown` (unprocessable).
 */
export function saveWindow(ctx: StaffCtx, { departmentId, windowId, version, divisionCode, content, serves, itemCodes }: SaveWindow): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    await openDepartment(tx, departmentId);
    await openDivision(tx, divisionCode);
    const served = [...new Set([departmentId, ...serves])];
    await checkServed(tx, served, itemCodes);
    const before = windowId ? await openWindow(tx, { windowId, version }) : undefined;
    const id = before?.id ?? (await newId(tx));
    const values = { departmentId, divisionCode, content, serves: served, itemCodes: [...new Set(itemCodes)] };
    if (before) await tx.update(serviceWindows).set({ ...values, version: version + 1 }).where(eq(serviceWindows.id, id));
    else await tx.insert(serviceWindows).values({ id, ...values });
    return { value: { id }, audit: { action: "departments.saveWindow", subject: { type: "serviceWindow", id }, before: before && told(before), after: told(values) } };
  });
}

/** Closes a window for good. Errors: `departments.windowNotFound`, `departments.changedMeanwhile` (conflict). */
export function closeWindow(ctx: StaffCtx, reference: WindowReference): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const { id, departmentId } = await openWindow(tx, reference);
    await tx.update(serviceWindows).set({ closedAt: ctx.now, version: reference.version + 1 }).where(eq(serviceWindows.id, id));
    return { value: { id }, audit: { action: "departments.closeWindow", subject: { type: "serviceWindow", id }, after: { departmentId } } };
  });
}

const told = ({ departmentId, divisionCode, content, serves, itemCodes }: Pick<typeof serviceWindows.$inferSelect, "departmentId" | "divisionCode" | "content" | "serves" | "itemCodes">) =>
  ({ departmentId, divisionCode, ...content, serves, itemCodes });

async function openWindow(tx: Tx, { windowId, version }: WindowReference) {
  const [row] = await tx.select().from(serviceWindows).where(eq(serviceWindows.id, windowId)).for("update").limit(1);
  if (!row || row.closedAt) throw new DomainError("not_found", "departments.windowNotFound");
  if (row.version !== version) throw new DomainError("conflict", "departments.changedMeanwhile");
  return row;
}

async function checkServed(tx: Tx, serves: readonly string[], codes: readonly string[]): Promise<void> {
  if ((await tx.$count(departments, inArray(departments.id, [...serves]))) !== serves.length) throw new DomainError("not_found", "departments.notFound");
  if (codes.length === 0) return;
  const known = await tx.select({ code: serviceItems.code }).from(serviceItems).where(and(inArray(serviceItems.code, [...codes]), inArray(serviceItems.departmentId, [...serves])));
  const unknown = codes.filter((code) => !known.some((item) => item.code === code));
  if (unknown.length > 0) throw new DomainError("unprocessable", "departments.itemsUnknown", { codes: unknown.slice(0, 5).join(" ") });
}
