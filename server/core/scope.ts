import { fromReplica, type Reader } from "@/db/client";
import { scoped, type Scope } from "@/db/scope";
import type { Actor } from "@/domain/core/actor";
import type { Ctx } from "./context";

/**
 * The ways past the rows that belong to whoever asks, each for a purpose: what is done there proves by itself whose rows it
 * may touch (a token, a code, a signature, a policy), and its statements see every row.
 */
export const doors = {
  session: "whose session a browser holds, by its token",
  auth: "signing in and out and proving who one is, by secrets and codes",
  oidc: "signing on to other systems, by their tokens and the session",
  open: "systems that verify certificates, by their client's token and the holder's permission",
  verify: "whether a paper is genuine, by its number or the file itself; what is shown of it is masked",
  present: "a certificate that its holder shows, by the code they show; and for one who holds it, who else shows it",
  expert: "one case for one opinion, by the link and its code",
  share: "how a case stands, by the link its applicant gave away",
  progress: "how a case stands, by its number and query code",
  enquiry: "an answer, by the code its sender was given",
  rating: "a rating or a visit, by its receipt or the code of the screen",
  invitation: "what somebody offers this person, by the invitation's code or the phone it names",
  proof: "that one's own case stands in the audit chain, which hangs on the rows of others by their digests",
  overdue: "overdue cases as they are told to everybody, by number alone",
  hot: "how often items are asked for",
  status: "whether the work behind the pages keeps up",
  inbox: "messages about cases of an organisation, whoever of its people they went to, and what of them is not one's own",
  served: "the day a notice that is shown was served, whoever had it in hand: a delegate, or the clerk who gave it",
  outbox: "what a demonstration has sent; empty elsewhere",
  commit: "a command's own transaction, once it has found whose row it is",
} as const;
export type Door = keyof typeof doors;

/** As whom an actor's reading meets the policies of the tables; whoever acts for another sees the rows of both. */
export function scopeOf(actor: Actor): Scope {
  if (actor.kind !== "user") return { name: actor.kind };
  if (actor.accountKind === "staff") return { name: "staff" };
  return { name: "citizen", subjects: [...new Set([actor.id, actor.actingFor?.id, actor.servedBy?.id].filter((id) => id !== undefined))].toSorted() };
}

/** The context of whoever asks, as a process that serves people meets the tables. */
export const inOwnScope = <Asked extends Ctx>(ctx: Asked): Asked => ({ ...ctx, db: scoped(ctx.db, scopeOf(ctx.actor), "tongban_portal") });

/** The same context at a door: its reading sees every row. */
export const throughDoor = <Asked extends Pick<Ctx, "db">>(ctx: Asked, door: Door): Asked => ({ ...ctx, db: scoped(ctx.db, { name: `system:${door}` }) });

/** The same database for what is public and kept in memory: one handle, whoever asks, so that it is kept once. */
export const publicOf = (db: Reader): Reader => scoped(db, { name: "anonymous" });

/** The same database for what may be told by a replica (`addReplica`): for whoever is not signed in; others read their own writes. */
export const publicReading = (db: Reader): Reader => fromReplica(db);
