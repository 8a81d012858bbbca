import type { User } from "@/domain/core/actor";
import { digestOf } from "./tokens";

/** How a session stands, for the page that warns of its end: nothing in it says who is signed in. */
export type SessionStanding = {
  /** Until it ends by itself. */
  seconds: number;
  /** Whether use would make it last longer. */
  extendable: boolean;
  /** The same for the same person acting for the same principal: by it a page knows that it was opened for somebody else. */
  holder: string;
};

/** How the session of this actor stands. */
export function standingOf({ id, ends, actingFor }: User, now: Date): SessionStanding {
  const until = (end: Date | undefined) => Math.max(0, Math.floor(((end ?? now).getTime() - now.getTime()) / 1000));
  return { seconds: until(ends?.idlesOutAt), extendable: until(ends?.idlesOutAt) < until(ends?.expiresAt), holder: digestOf(`${id}|${actingFor?.delegationId ?? ""}`).slice(0, 16) };
}
