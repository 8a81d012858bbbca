import { headers } from "next/headers";
import { database } from "@/server/api/context";
import { now } from "@/server/core/clock";
import { throughDoor } from "@/server/core/scope";
import { watchActor } from "../session";
import { standingOf, type SessionStanding } from "../standing";

/** How the session of this browser stands; nothing when it has none. Looking does not keep it alive. */
export async function standingHere(): Promise<SessionStanding | undefined> {
  const at = now();
  const actor = await watchActor(throughDoor({ db: database() }, "session").db, at, (await headers()).get("cookie"));
  return actor && standingOf(actor, at);
}
