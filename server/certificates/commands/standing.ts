import type { GiveStanding } from "@/domain/certificates/schema/uses";
import type { User } from "@/domain/core/actor";
import { addDays, shanghaiDay, startOfDay } from "@/domain/core/calendar";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { getStandingItem, requireStandingGiver } from "../queries/standing";
import { grantUse } from "./grants";

/**
 * The holder permits an organ to use a certificate for every case of one item, until the end of a day. Errors:
 * `certificates.itemNotFound` (not_found), and those of `requireStandingGiver` and `grantUse`.
 */
export function giveStanding(ctx: Ctx & { actor: User }, { certificateId, itemId, fields, purpose, days }: GiveStanding): Promise<{ id: string }> {
  requireStandingGiver(ctx.actor);
  return commit(ctx, async (tx) => {
    const { departmentId } = await getStandingItem(tx, itemId);
    const expiresAt = startOfDay(addDays(shanghaiDay(ctx.now), days));
    const { id, audit } = await grantUse(tx, ctx, { subject: { certificateId }, itemId, reader: { kind: "department", id: departmentId }, fields, purpose, expiresAt });
    return { value: { id }, audit };
  });
}
