import type { Tx } from "@/db/client";
import { normaliseCode } from "@/domain/core/codes";
import { demandOpen } from "@/domain/departments/rules/closures";
import type { Ctx } from "@/server/core/context";
import { listClosures } from "@/server/departments/queries/closures";

type Place = { itemCode: string; departmentId: string; divisionCode: string };

/** Throws while a planned closure shuts the item to whoever files online; at a counter it goes on. Errors: `departments.closedForNow` (conflict). */
export async function demandOpenNow(tx: Tx, { actor, now }: Ctx, { itemCode, departmentId, divisionCode }: Place): Promise<void> {
  if (actor.kind === "user" && !actor.servedBy) demandOpen(await listClosures(tx, now), { itemCode: normaliseCode(itemCode), departmentId, divisionCode }, now);
}
