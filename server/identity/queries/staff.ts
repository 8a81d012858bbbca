import { and, asc, desc, eq, exists, gt, gte, ilike, inArray, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { accounts, departments, divisions, enrolments, passkeys, sessions, staffPosts } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { shanghaiDay } from "@/domain/core/calendar";
import { DomainError } from "@/domain/core/errors";
import { hindersProposing } from "@/domain/identity/policy";
import { isAlive, lifetimeOf } from "@/domain/identity/rules";
import { deviceOf } from "@/domain/identity/rules/devices";
import { staffChangeKinds, type StaffQuery } from "@/domain/identity/schema/staff";
import type { Ctx } from "@/server/core/context";
import { decodeCursor, encodeCursor } from "@/server/core/cursor";
import { listChangesOf } from "./staff-changes";

type Signed = Ctx & { actor: User };

const perPage = 50;
const isHeld = (today: string) => and(isNull(staffPosts.endedAt), lte(staffPosts.validFrom, today), or(isNull(staffPosts.validUntil), gte(staffPosts.validUntil, today)));
const escaped = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** Staff by sign-in name, with the posts they hold today. Keyset, 50 a page. Errors: `requests.malformedCursor`. */
export async function listStaff({ db, now }: Ctx, { query, role, departmentId, cursor }: StaffQuery) {
  const today = shanghaiDay(now);
  const after = cursor ? decodeCursor(z.tuple([z.string()]), cursor)[0] : undefined;
  const wanted = [role ? eq(staffPosts.role, role) : undefined, departmentId ? eq(staffPosts.departmentId, departmentId) : undefined].filter((one) => one !== undefined);
  const holding = wanted.length > 0 ? exists(db.select({ id: staffPosts.id }).from(staffPosts).where(and(eq(staffPosts.accountId, accounts.id), isHeld(today), ...wanted))) : undefined;
  const rows = await db.select({ id: accounts.id, name: accounts.name, signInName: accounts.signInName, disabledAt: accounts.disabledAt, enrolled: isEnrolled }).from(accounts)
    .where(and(
      eq(accounts.kind, "staff"), isNotNull(accounts.signInName), holding, after ? gt(accounts.signInName, after) : undefined,
      query ? or(ilike(accounts.name, escaped(query)), ilike(accounts.signInName, escaped(query))) : undefined,
    )).orderBy(asc(accounts.signInName)).limit(perPage + 1);
  const page = rows.slice(0, perPage);
  const last = rows.length > perPage ? page.at(-1) : undefined;
  const posts = Map.groupBy(await listPosts(db, page.map(({ id }) => id), today), ({ accountId }) => accountId);
  return {
    rows: page.map(({ signInName, disabledAt, ...row }) => ({ ...row, signInName: signInName ?? "", closed: disabledAt !== null, posts: posts.get(row.id)?.filter(({ state }) => state === "held") ?? [] })),
    nextCursor: last?.signInName ? encodeCursor([last.signInName]) : undefined,
  };
}

const isEnrolled = sql<boolean>`(${accounts.passwordHash} is not null or exists (select 1 from ${passkeys} where ${passkeys.accountId} = ${accounts.id}))`;

/** Every post that these people hold, will hold or held, the latest first. */
async function listPosts(db: Reader, accountIds: readonly string[], today: string) {
  const rows = await db.select({ post: staffPosts, departmentName: departments.name, divisionName: divisions.name }).from(staffPosts)
    .innerJoin(departments, eq(departments.id, staffPosts.departmentId)).innerJoin(divisions, eq(divisions.code, staffPosts.divisionCode))
    .where(inArray(staffPosts.accountId, [...accountIds])).orderBy(desc(staffPosts.validFrom), desc(staffPosts.id));
  return rows.map(({ post: { id, accountId, role, validFrom, validUntil, endedAt }, ...place }) => {
    const past = endedAt !== null || (validUntil !== null && validUntil < today);
    return { id, accountId, role, ...place, validFrom, validUntil, endedAt: endedAt?.toISOString() ?? null, state: past ? ("ended" as const) : validFrom > today ? ("ahead" as const) : ("held" as const) };
  });
}

/** One member of staff: posts, what was changed about them and by whom, how they sign in, where they are signed in. Errors: `identity.staffNotFound`. */
export async function getStaff({ db, now, actor }: Signed, accountId: string) {
  const [row] = await db.select({ account: accounts, enrolled: isEnrolled }).from(accounts)
    .where(and(eq(accounts.id, accountId), eq(accounts.kind, "staff"), isNotNull(accounts.signInName))).limit(1);
  if (!row) throw new DomainError("not_found", "identity.staffNotFound");
  const { account } = row;
  const posts = await listPosts(db, [accountId], shanghaiDay(now));
  return {
    id: account.id, name: account.name, signInName: account.signInName ?? "", closed: account.disabledAt !== null, createdAt: account.createdAt.toISOString(),
    enrolled: row.enrolled, isKnownPerson: account.citizenIdIndex !== null, hasPasskey: (await db.$count(passkeys, eq(passkeys.accountId, accountId))) > 0, hasTotp: account.totpSecret !== null,
    linkExpiresAt: await findLinkExpiry(db, now, accountId), posts, changes: await listChangesOf(db, actor, accountId),
    sessions: await listSessionsOf(db, now, accountId, posts.filter(({ state }) => state === "held")),
    today: shanghaiDay(now), may: staffChangeKinds.filter((kind) => !hindersProposing(actor, kind, accountId)),
  };
}

async function findLinkExpiry(db: Reader, now: Date, accountId: string): Promise<string | null> {
  const [link] = await db.select({ expiresAt: enrolments.expiresAt }).from(enrolments).where(and(eq(enrolments.accountId, accountId), isNull(enrolments.usedAt), gt(enrolments.expiresAt, now))).limit(1);
  return link?.expiresAt.toISOString() ?? null;
}

async function listSessionsOf(db: Reader, now: Date, accountId: string, posts: readonly Pick<User["posts"][number], "role">[]) {
  const rows = await db.select().from(sessions).where(and(eq(sessions.accountId, accountId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now))).orderBy(desc(sessions.lastSeenAt)).limit(100);
  const lifetime = lifetimeOf({ accountKind: "staff", posts, elder: false });
  return rows.filter((session) => isAlive(session, lifetime, now))
    .map(({ id, userAgent, createdAt, lastSeenAt, factors }) => ({ id, ...deviceOf(userAgent), factors, signedInAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() }));
}
