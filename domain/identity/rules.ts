import { postsIn, type Post, type StaffRole } from "@/domain/core/actor";
import { isAdministrator } from "./rules/staff";

/** Idle and absolute lifetimes of a session, in minutes (ASVS 7.1.1; 无障碍 asks longer for seniors). */
export type Lifetime = { idleMinutes: number; absoluteMinutes: number };

/** Who works on cases, and who keeps the portal. */
export const deskRoles = ["clerk", "reviewer", "approver", "certificateOfficer", "supervisor"] as const satisfies readonly StaffRole[];
export const adminRoles = ["itemEditor", "itemPublisher", "systemAdmin", "securityAdmin", "auditAdmin"] as const satisfies readonly StaffRole[];

const lifetimes = {
  citizen: { idleMinutes: 30, absoluteMinutes: 12 * 60 },
  citizenElder: { idleMinutes: 60, absoluteMinutes: 12 * 60 },
  staff: { idleMinutes: 15, absoluteMinutes: 8 * 60 },
  administrator: { idleMinutes: 10, absoluteMinutes: 4 * 60 },
} as const satisfies Record<string, Lifetime>;

/** Nobody's session lives longer. */
export const longestSessionMinutes = Math.max(...Object.values(lifetimes).map(({ absoluteMinutes }) => absoluteMinutes));

export type SessionHolder = { accountKind: "citizen" | "staff"; posts: readonly Pick<Post, "role">[]; elder: boolean };

/** The lifetime that holds for whoever owns the session. */
export function lifetimeOf({ accountKind, posts, elder }: SessionHolder): Lifetime {
  if (accountKind === "citizen") return elder ? lifetimes.citizenElder : lifetimes.citizen;
  return posts.some((post) => isAdministrator(post.role)) ? lifetimes.administrator : lifetimes.staff;
}

type SessionTimes = { lastSeenAt: Date; createdAt: Date; expiresAt: Date };

/** When a session ends: `idlesOutAt` if nothing more is asked of it, `expiresAt` whatever happens. */
export type SessionEnds = { idlesOutAt: Date; expiresAt: Date };

/** The ends of a session under the lifetime that holds for its owner now. */
export function endsOf({ lastSeenAt, createdAt, expiresAt }: SessionTimes, { idleMinutes, absoluteMinutes }: Lifetime): SessionEnds {
  const latest = Math.min(expiresAt.getTime(), createdAt.getTime() + absoluteMinutes * 60_000);
  return { idlesOutAt: new Date(Math.min(latest, lastSeenAt.getTime() + idleMinutes * 60_000)), expiresAt: new Date(latest) };
}

/** Whether a session still lives: neither revoked, nor idle for too long, nor past its end. */
export function isAlive(session: SessionTimes & { revokedAt: Date | null }, lifetime: Lifetime, now: Date): boolean {
  return !session.revokedAt && now < endsOf(session, lifetime).idlesOutAt;
}

/** For how many minutes a proof of identity stays fresh enough for a sensitive act (ASVS 7.5). */
export const freshMinutes = 10;

/** Whether somebody proved themselves recently enough for a sensitive act. */
export function isFresh(authenticatedAt: Date, now: Date): boolean {
  return now.getTime() - authenticatedAt.getTime() <= freshMinutes * 60_000;
}

/** A path of this site to return to after sign-in; anything else becomes the fallback. */
export function safeReturnPath(path: string | null | undefined, fallback = "/me"): string {
  if (!path || !/^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(path)) return fallback;
  // Dots that a browser resolves may leave the name of another host: /.//evil.example.
  if (new URL(path, "http://here").pathname.startsWith("//")) return fallback;
  return path.length > 1000 || /^\/(en\/)?(sign-in(?!\/approve\/)|api)(\/|\?|$)/.test(path) ? fallback : path;
}

/** Where someone lands who signed in without coming from a page. */
export function homeOf(actor: Parameters<typeof postsIn>[0]): string {
  if (actor.kind !== "user" || actor.accountKind === "citizen") return "/me";
  if (actor.secondFactorDue) return "/sign-in/enrol";
  return deskRoles.some((role) => postsIn(actor, role).length > 0) ? "/desk" : "/admin";
}
