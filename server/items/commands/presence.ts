import type { Database } from "@/db/client";
import { editorPresences } from "@/db/schema";
import type { SeeEditors } from "@/domain/items/schema/life";
import { getEditable } from "../queries/editing";
import { listEditors } from "../queries/reviews";
import type { StaffCtx } from "./editing";

/**
 * Says that this person has a part of the item open, and answers who else has. Opening a page says so; with JavaScript it is
 * said again while the page stays open. Errors: `items.notFound`.
 */
export async function seeEditors(ctx: StaffCtx, { itemId, part }: SeeEditors) {
  await getEditable(ctx.db, ctx.actor, itemId);
  const seen = { part, seenAt: ctx.now };
  await presences(ctx).insert(editorPresences).values({ serviceItemId: itemId, accountId: ctx.actor.id, ...seen })
    .onConflictDoUpdate({ target: [editorPresences.serviceItemId, editorPresences.accountId], set: seen });
  return { others: await listEditors(ctx.db, ctx.actor, { itemId, now: ctx.now }) };
}

// Safe: who looks at a page is no business data; it is written outside commit(), which would leave an entry in the audit log each minute.
function presences({ db }: StaffCtx): Database {
  return db as Database;
}
