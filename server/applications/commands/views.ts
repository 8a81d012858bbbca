import { and, eq, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { deskPreferences, deskViews } from "@/db/schema";
import { caseRoles } from "@/domain/applications/policy";
import type { ChangeView, ChooseColumns, DefaultView, SaveView, ViewById } from "@/domain/applications/schema/queue";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { isSharedWith } from "../queries/views";

const mostViews = 50;

type Staff = Ctx & { actor: User };
type View = typeof deskViews.$inferSelect;
const subject = (id: string) => ({ type: "deskView", id });

/** Keeps filters, order and columns under a name. Errors: `applications.viewNameTaken`, `applications.tooManyViews` (conflict). */
export function saveView(ctx: Staff, { name, shared, content }: SaveView): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const ownerId = ctx.actor.id;
    if ((await tx.$count(deskViews, eq(deskViews.ownerId, ownerId))) >= mostViews) throw new DomainError("conflict", "applications.tooManyViews", { max: mostViews });
    const [view] = await tx.insert(deskViews).values({ ownerId, name, content, ...shareOf(ctx.actor, shared), createdAt: ctx.now, changedAt: ctx.now }).onConflictDoNothing().returning();
    if (!view) throw nameTaken(name);
    return { value: { id: view.id }, audit: { action: "applications.saveView", subject: subject(view.id), after: { name, shared, content } } };
  });
}

/**
 * Renames a view of one's own, shares it or not, and replaces what it shows where that is given. Errors:
 * `applications.viewNotFound` (not_found), `applications.viewNameTaken` (conflict).
 */
export function changeView(ctx: Staff, { id, name, shared, content }: ChangeView): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const view = await ownView(tx, ctx.actor, id);
    const [twin] = await tx.select({ id: deskViews.id }).from(deskViews).where(and(eq(deskViews.ownerId, ctx.actor.id), eq(deskViews.name, name), ne(deskViews.id, id)));
    if (twin) throw nameTaken(name);
    // Who shared it where keeps it there.
    const share = shared && view.departmentId !== null ? {} : shareOf(ctx.actor, shared);
    await tx.update(deskViews).set({ name, ...(content ? { content } : {}), ...share, changedAt: ctx.now }).where(eq(deskViews.id, id));
    return { value: { id }, audit: { action: "applications.changeView", subject: subject(id), before: { name: view.name, shared: view.departmentId !== null }, after: { name, shared, ...(content ? { content } : {}) } } };
  });
}

/** Drops a view of one's own; whoever opened with it opens with all cases. Errors: `applications.viewNotFound`. */
export function deleteView(ctx: Staff, { id }: ViewById): Promise<{ id: string }> {
  return commit(ctx, async (tx) => {
    const view = await ownView(tx, ctx.actor, id);
    await tx.delete(deskViews).where(eq(deskViews.id, id));
    return { value: { id }, audit: { action: "applications.deleteView", subject: subject(id), before: { name: view.name, content: view.content } } };
  });
}

/** With which view one's queue opens; none for all cases. Errors: `applications.viewNotFound`. */
export function openWithView(ctx: Staff, { id }: DefaultView): Promise<{ id: string | null }> {
  return commit(ctx, async (tx) => {
    if (id !== null) {
      const [view] = await tx.select().from(deskViews).where(eq(deskViews.id, id));
      if (!view || (view.ownerId !== ctx.actor.id && !isSharedWith(ctx.actor, view))) throw notFound();
    }
    await tx.insert(deskPreferences).values({ accountId: ctx.actor.id, viewId: id }).onConflictDoUpdate({ target: deskPreferences.accountId, set: { viewId: id } });
    return { value: { id }, audit: { action: "applications.openWithView", subject: { type: "account", id: ctx.actor.id }, after: { view: id } } };
  });
}

/** The columns of one's queue, where a view names none. */
export function chooseColumns(ctx: Staff, { columns }: ChooseColumns): Promise<{ columns: string[] }> {
  return commit(ctx, async (tx) => {
    await tx.insert(deskPreferences).values({ accountId: ctx.actor.id, columns }).onConflictDoUpdate({ target: deskPreferences.accountId, set: { columns } });
    return { value: { columns }, audit: { action: "applications.chooseColumns", subject: { type: "account", id: ctx.actor.id }, after: { columns } } };
  });
}

/** Shared with the office of one's first post with cases. */
function shareOf({ posts }: User, shared: boolean): Pick<View, "departmentId" | "divisionCode"> {
  const post = shared ? posts.find(({ role }) => caseRoles.some((one) => one === role)) : undefined;
  return { departmentId: post?.departmentId ?? null, divisionCode: post?.divisionCode ?? null };
}

async function ownView(tx: Tx, actor: User, id: string): Promise<View> {
  const [view] = await tx.select().from(deskViews).where(and(eq(deskViews.id, id), eq(deskViews.ownerId, actor.id))).for("update");
  if (!view) throw notFound();
  return view;
}

const notFound = () => new DomainError("not_found", "applications.viewNotFound");
const nameTaken = (name: string) => new DomainError("conflict", "applications.viewNameTaken", { name });
