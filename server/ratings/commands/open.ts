import { and, eq, inArray, isNotNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applicationEvents, rectificationEvents, rectifications } from "@/db/schema";
import { shanghaiDay, startOfDay } from "@/domain/core/calendar";
import { rectificationDays } from "@/domain/ratings/rules/rectification";
import { getCalendar } from "@/server/core/calendar";
import type { AuditEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { findOwner } from "../queries/owners";
import type { RatingRow } from "../queries";

/** Opens what must follow a low rating: an owner who was not rated, and the days by which to call and to answer. */
export async function openRectification(tx: Tx, ctx: Ctx, rating: RatingRow): Promise<AuditEntry[]> {
  const { id: ratingId, departmentId, divisionCode, level, applicationId } = rating;
  const openedOn = shanghaiDay(ctx.now);
  const ratedIds = applicationId ? await listHandling(tx, applicationId) : [];
  const ownerId = (await findOwner(tx, { departmentId, divisionCode, ratedIds }, openedOn)) ?? null;
  const { contactDueOn, replyDueOn } = rectificationDays(openedOn, await getCalendar(tx));
  const [row] = await tx.insert(rectifications).values({ ratingId, departmentId, divisionCode, level, ratedIds, ownerId, openedOn, contactDueOn, replyDueOn }).returning({ id: rectifications.id });
  if (!row) throw new Error("the insert gave no row");
  await tx.insert(rectificationEvents).values({ rectificationId: row.id, sequence: 0, act: "open", actorName: "", at: startOfDay(openedOn) });
  return [{ action: "ratings.openRectification", subject: { type: "rectification", id: row.id }, after: { ownerId, contactDueOn, replyDueOn } }];
}

/** Who of the staff did something to a case. */
async function listHandling(tx: Tx, applicationId: string): Promise<string[]> {
  const rows = await tx.selectDistinct({ actorId: applicationEvents.actorId }).from(applicationEvents).where(and(
    eq(applicationEvents.applicationId, applicationId), isNotNull(applicationEvents.actorId), inArray(applicationEvents.actorRole, ["clerk", "reviewer", "approver", "certificateOfficer", "supervisor"]),
  ));
  return rows.flatMap(({ actorId }) => (actorId ? [actorId] : []));
}
