import { eq } from "drizzle-orm";
import { seal } from "@/db/personal-data";
import { accounts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { commit } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { redeemMailCode } from "./codes";
import { tellFormer } from "./former";
import { tell } from "./tell";

type Signed = Ctx & { actor: User };

/**
 * Keeps the e-mail address that a code has just proven; the owner is told in their space, by phone, there, and at the address they had. Nobody signs in by
 * it, so that several people of a household may share one. Errors: as `redeemMailCode`.
 */
export async function changeEmail(ctx: Signed, codeToken: string | undefined, code: string): Promise<void> {
  const { email } = await redeemMailCode(ctx, codeToken, code);
  await keepEmail(ctx, seal(email, { table: "accounts", column: "email", row: ctx.actor.id }));
}

/** Forgets the e-mail address; letters go there no longer. */
export const removeEmail = (ctx: Signed): Promise<void> => keepEmail(ctx, null);

function keepEmail(ctx: Signed, email: string | null): Promise<void> {
  const { id } = ctx.actor;
  return commit(ctx, async (tx) => {
    const [account] = await tx.select().from(accounts).where(eq(accounts.id, id)).for("update");
    await tx.update(accounts).set({ email }).where(eq(accounts.id, id));
    return {
      value: undefined,
      audit: { action: email ? "identity.changeEmail" : "identity.removeEmail", subject: { type: "account", id } },
      outbox: [tell(id, email ? "emailChanged" : "emailRemoved", await newId(tx)), ...(account ? tellFormer(account, "email") : [])],
    };
  });
}
