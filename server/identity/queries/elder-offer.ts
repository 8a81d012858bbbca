import { eq } from "drizzle-orm";
import { accounts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { isAskedForElder } from "@/domain/identity/rules/elder-offer";
import type { Ctx } from "@/server/core/context";

/** Whether this person is to be asked now if they would like senior mode; not while they act for somebody else. */
export async function getElderOffer({ db, actor, now }: Ctx & { actor: User }): Promise<{ asks: boolean }> {
  if (actor.actingFor) return { asks: false };
  const [account] = await db.select({ birthOn: accounts.birthOn, preferences: accounts.preferences, elderAskedAt: accounts.elderAskedAt }).from(accounts).where(eq(accounts.id, actor.id)).limit(1);
  return { asks: account !== undefined && isAskedForElder(account, shanghaiDay(now)) };
}
