import { and, desc, eq, gte, inArray, like, lt, or } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { accounts, auditLog } from "@/db/schema";
import { addDays, startOfDay } from "@/domain/core/calendar";
import type { AuditQuery } from "@/domain/identity/schema/staff";
import type { Ctx } from "@/server/core/context";
import { decodeCursor, encodeCursor } from "@/server/core/cursor";

const Key = z.tuple([z.iso.datetime(), z.uuid()]);
const perPage = 100;
const uuid = /^[0-9a-f-]{36}$/i;

/**
 * Who did what to what and when, the latest first. Staff are named; of everybody else the log knows an id and no more.
 * Keyset, 100 a page. Errors: `requests.malformedCursor`.
 */
export async function listAudit({ db }: Ctx, { cursor, ...query }: AuditQuery) {
  const rows = await db.select({ entry: auditLog, signInName: accounts.signInName, name: accounts.name, kind: accounts.kind }).from(auditLog)
    .leftJoin(accounts, eq(accounts.id, auditLog.actorId))
    .where(and(await chosen(db, query), cursor ? beyond(cursor) : undefined)).orderBy(desc(auditLog.at), desc(auditLog.id)).limit(perPage + 1);
  const page = rows.slice(0, perPage);
  const last = rows.length > perPage ? page.at(-1) : undefined;
  return { rows: page.map(viewOf), nextCursor: last ? encodeCursor([last.entry.at.toISOString(), last.entry.id]) : undefined };
}

async function chosen(db: Reader, { actor, action, subjectId, from, until }: Omit<AuditQuery, "cursor">) {
  return and(
    actor ? inArray(auditLog.actorId, await idsOf(db, actor)) : undefined,
    action ? isAct(action) : undefined,
    subjectId ? eq(auditLog.subjectId, subjectId) : undefined,
    from ? gte(auditLog.at, startOfDay(from)) : undefined,
    until ? lt(auditLog.at, startOfDay(addDays(until, 1))) : undefined,
  );
}

const isAct = (action: string) => (/\../.test(action) ? eq(auditLog.action, action) : like(auditLog.action, `${action.replace(/\.$/, "")}.%`));

function beyond(cursor: string) {
  const [instant, id] = decodeCursor(Key, cursor);
  const at = new Date(instant);
  return or(lt(auditLog.at, at), and(eq(auditLog.at, at), lt(auditLog.id, id)));
}

type Row = { entry: typeof auditLog.$inferSelect; signInName: string | null; name: string | null; kind: "citizen" | "staff" | null };

function viewOf({ entry: { id, at, actorId, actorKind, onBehalfOf, action, subjectType, subjectId, before, after, requestId }, signInName, name, kind }: Row) {
  const staff = kind === "staff" ? { name: name ?? "", signInName: signInName ?? "" } : null;
  return { id, at: at.toISOString(), actorKind, actorId, staff, onBehalfOf, action, subjectType, subjectId, before, after, requestId };
}

async function idsOf(db: Reader, actor: string): Promise<string[]> {
  if (uuid.test(actor)) return [actor];
  const rows = await db.select({ id: accounts.id }).from(accounts).where(and(eq(accounts.kind, "staff"), or(eq(accounts.signInName, actor.toLowerCase()), eq(accounts.name, actor)))).limit(50);
  return rows.map(({ id }) => id);
}
