import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, or, sql, type Placeholder, type SQL } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { prepared } from "@/db/prepared";
import { departments, divisions, outbox, plannedClosures, serviceItemRevisions, serviceItems } from "@/db/schema";
import { closurePhase, standingAt, type Closure, type ClosurePlace } from "@/domain/departments/rules/closures";
import { ClosureScope, PlanClosure, type StandingOf } from "@/domain/departments/schema/closures";
import { listProposals } from "@/server/core/proposals";

/** The kind of proposal that a closure begins as. */
export const closureKind = "planClosure";

const DAY = 24 * 60 * 60 * 1000;
const pastDays = 90;
const mostPast = 20;
/** Messages that wait longer than this are late: the relay moves them within a second. */
const lateMs = 5 * 60 * 1000;

const itemNames = { name: sql<string | null>`${serviceItemRevisions.content}->>'name'`, nameEn: sql<string | null>`${serviceItemRevisions.content}->>'nameEn'` };

const rows = (db: Reader, where: SQL | undefined) => db.select({
  closure: plannedClosures, departmentName: departments.name, divisionName: divisions.name, itemName: itemNames.name, itemNameEn: itemNames.nameEn,
}).from(plannedClosures)
  .leftJoin(departments, eq(departments.id, plannedClosures.departmentId)).leftJoin(divisions, eq(divisions.code, plannedClosures.divisionCode))
  .leftJoin(serviceItems, eq(serviceItems.code, plannedClosures.itemCode)).leftJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId))
  .where(where);

type Row = Awaited<ReturnType<typeof rows>>[number];
type ClosureRow = typeof plannedClosures.$inferSelect;

function scopeOf({ scope, departmentId, divisionCode, itemCode }: ClosureRow): ClosureScope {
  switch (scope) {
    case "portal": return { kind: scope };
    case "department": return ClosureScope.parse({ kind: scope, departmentId });
    case "division": return ClosureScope.parse({ kind: scope, code: divisionCode });
    case "item": return ClosureScope.parse({ kind: scope, code: itemCode });
  }
}

const notOver = (now: Date | Placeholder) => and(isNull(plannedClosures.endedAt), gt(plannedClosures.endsAt, now));

const readClosures = prepared((db) => db.select().from(plannedClosures).where(notOver(sql.placeholder("now"))));

/** Every closure that is not over: what `standingAt` and `demandOpen` are asked with. Few rows, by the index on their end. */
export async function listClosures(db: Reader, now: Date): Promise<Closure[]> {
  const found = await readClosures(db, { now });
  return found.map((row) => ({ ...row, scope: scopeOf(row) }));
}

/** A closure as anyone may know it. */
const told = ({ closure, departmentName, divisionName, itemName, itemNameEn }: Row, now: Date) => ({
  id: closure.id, scope: scopeOf(closure), name: departmentName ?? divisionName ?? itemName, nameEn: itemNameEn,
  phase: closurePhase(closure, now), startsAt: closure.startsAt.toISOString(), endsAt: closure.endsAt.toISOString(),
  endedAt: closure.endedAt?.toISOString() ?? null, noticeDays: closure.noticeDays, why: closure.why, instead: closure.instead,
});

/** Whether a place is open, will close, or is closed and until when, with the words of the closure. */
export async function getStanding(db: Reader, now: Date, of: StandingOf) {
  const found = await rows(db, notOver(now));
  if (found.length === 0) return { phase: "open" as const };
  const standing = standingAt(found.map((row) => ({ ...row.closure, scope: scopeOf(row.closure), row })), await placeOf(db, of), now);
  if (standing.phase === "open") return standing;
  const closure = told(standing.closure.row, now);
  return standing.phase === "closed" ? { phase: standing.phase, closure, opensAt: standing.opensAt.toISOString() } : { phase: standing.phase, closure };
}

/** A place with what it belongs to: an item brings its department and division, a department its division. */
async function placeOf(db: Reader, { itemCode, departmentId, division }: StandingOf): Promise<ClosurePlace> {
  if (itemCode) {
    const [item] = await db.select({ departmentId: serviceItems.departmentId, divisionCode: serviceItems.divisionCode }).from(serviceItems).where(eq(serviceItems.code, itemCode)).limit(1);
    return { itemCode, ...item };
  }
  if (!departmentId) return { divisionCode: division };
  const [department] = await db.select({ divisionCode: departments.divisionCode }).from(departments).where(eq(departments.id, departmentId)).limit(1);
  return { departmentId, divisionCode: department?.divisionCode };
}

/** How the portal is doing: what works, what is closed or will be, and what was closed in the last ninety days. */
export async function getServiceStatus(db: Reader, now: Date) {
  const ahead = await rows(db, notOver(now)).orderBy(asc(plannedClosures.startsAt));
  const since = new Date(now.getTime() - pastDays * DAY);
  // What was called off before it began was never closed.
  const was = or(and(isNull(plannedClosures.endedAt), lte(plannedClosures.endsAt, now)), and(isNotNull(plannedClosures.endedAt), gt(plannedClosures.endedAt, plannedClosures.startsAt)));
  const past = await rows(db, and(gt(plannedClosures.endsAt, since), was)).orderBy(desc(plannedClosures.endsAt)).limit(mostPast);
  const shown = ahead.map((row) => told(row, now)).filter(({ phase }) => phase !== "planned");
  return {
    at: now.toISOString(), work: await isWorkDone(db, now) ? "ok" as const : "late" as const,
    current: shown.filter(({ phase }) => phase === "closed"), ahead: shown.filter(({ phase }) => phase === "announced"), past: past.map((row) => told(row, now)),
  };
}

/** Whether the work behind the pages keeps up: no message has waited long to be taken by a job. */
async function isWorkDone(db: Reader, now: Date): Promise<boolean> {
  const [oldest] = await db.select({ createdAt: outbox.createdAt }).from(outbox).where(isNull(outbox.relayedAt)).orderBy(asc(outbox.id)).limit(1);
  return !oldest || now.getTime() - oldest.createdAt.getTime() < lateMs;
}

/** The closures for whoever plans them: those that wait, those that are not over, and what was decided; each by the name of what it closes. */
export async function getClosureOffice(db: Reader, now: Date) {
  const [waiting, decided] = [await listPlans(db, true), await listPlans(db, false)];
  const standing = await rows(db, notOver(now)).orderBy(asc(plannedClosures.startsAt));
  return { waiting, standing: standing.map((row) => told(row, now)), decided };
}

async function listPlans(db: Reader, open: boolean) {
  const found = (await listProposals(db, { kinds: [closureKind], open })).map(({ content, ...row }) => ({ ...row, plan: PlanClosure.parse(content) }));
  const nameOf = await namesOf(db, found.map(({ plan }) => plan.scope));
  return found.map((row) => ({ ...row, plan: { ...row.plan, ...nameOf(row.plan.scope) } }));
}

type Name = { name: string | null; nameEn: string | null };

/** What scopes are called that are only planned so far. */
async function namesOf(db: Reader, scopes: readonly ClosureScope[]): Promise<(scope: ClosureScope) => Name> {
  const wanted = { department: wantedOf(scopes, "department"), division: wantedOf(scopes, "division"), item: wantedOf(scopes, "item") };
  const nameEn = sql<string | null>`null`;
  const [byDepartment, byDivision, byItem] = await Promise.all([
    db.select({ key: departments.id, name: departments.name, nameEn }).from(departments).where(inArray(departments.id, wanted.department)),
    db.select({ key: divisions.code, name: divisions.name, nameEn }).from(divisions).where(inArray(divisions.code, wanted.division)),
    db.select({ key: serviceItems.code, ...itemNames }).from(serviceItems).leftJoin(serviceItemRevisions, eq(serviceItemRevisions.id, serviceItems.currentRevisionId)).where(inArray(serviceItems.code, wanted.item)),
  ]);
  const names = new Map<string, Name>([...byDepartment, ...byDivision, ...byItem].map(({ key, ...name }) => [key, name]));
  return (scope) => names.get(keyOf(scope)) ?? { name: null, nameEn: null };
}

const keyOf = (scope: ClosureScope): string => scope.kind === "portal" ? "" : scope.kind === "department" ? scope.departmentId : scope.code;
const wantedOf = (scopes: readonly ClosureScope[], kind: ClosureScope["kind"]) => scopes.filter((scope) => scope.kind === kind).map(keyOf);
