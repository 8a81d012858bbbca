import { DomainError } from "@/domain/core/errors";
import { redeemRecovery } from "../counter-recovery";
import { renewSession } from "../session";
import { arrive, client, context, keep, type Arrival } from "../web";

/** Goes on under a new session id: what follows a higher level. */
export async function renewSessionHere(): Promise<void> {
  const { actor, db, now } = await context();
  if (actor.kind !== "user") throw new DomainError("unauthenticated", "access.signIn");
  await keep("session", await renewSession(db, now, actor, await client()), 12 * 60 * 60);
}

/** Signs in by the code from the counter. Errors as `redeemRecovery`. */
export async function redeemRecoveryHere(code: string): Promise<Arrival> {
  return arrive(await redeemRecovery(await context(), code, await client()));
}
