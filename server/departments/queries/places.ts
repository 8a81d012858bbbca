import { alias } from "drizzle-orm/pg-core";
import { and, asc, desc, eq, ilike, inArray, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "@/db/client";
import { accounts, auditLog, departments, divisions, serviceItems, serviceWindows } from "@/db/schema";
import { normaliseCode } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import { ancestry, stemOf } from "@/domain/departments/rules";
import type { DivisionCode } from "@/domain/departments/schema";
import { PlaceChange, placeChangeKinds, type FindDepartments } from "@/domain/departments/schema/changes";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";
import { listProposals } from "@/server/core/proposals";

/** The divisions in use directly beneath another, by code. */
export function listDivisions(db: Reader, parent: DivisionCode) {
  return db.select({ code: divisions.code, name: divisions.name, level: divisions.level }).from(divisions).where(and(eq(divisions.parentCode, parent), isNull(divisions.closedOn))).orderBy(asc(divisions.code));
}

/** A division with all it lies in, the widest first and the country left out; one that is closed with its successor. Errors: `departments.divisionNotFound`. */
export async function getDivision(db: Reader, code: DivisionCode) {
  const rows = await db.select({ code: divisions.code, name: divisions.name, level: divisions.level, closedOn: divisions.closedOn, successorCode: divisions.successorCode })
    .from(divisions).where(inArray(divisions.code, ancestry(code))).orderBy(asc(divisions.code));
  const division = rows.find((row) => row.code === code);
  if (!division) throw new DomainError("not_found", "departments.divisionNotFound", { code });
  return { ...division, path: rows.filter((row) => row.code !== "000000").map(({ code: one, name, level }) => ({ code: one, name, level })) };
}

/** What anyone may know of a department; one that is closed names its successor. Errors: `departments.notFound`. */
export async function getPublicDepartment(db: Reader, id: string) {
  const successors = alias(departments, "successors");
  const [row] = await db
    .select({ id: departments.id, name: departments.name, divisionCode: departments.divisionCode, divisionName: divisions.name, address: departments.address, phone: departments.phone, closedOn: departments.closedOn, successorId: successors.id, successorName: successors.name })
    .from(departments).innerJoin(divisions, eq(divisions.code, departments.divisionCode)).leftJoin(successors, eq(successors.id, departments.successorId)).where(eq(departments.id, id)).limit(1);
  if (!row) throw new DomainError("not_found", "departments.notFound");
  return row;
}

/** The departments of a division that are not closed, by name. */
export function listDepartments(db: Reader, division: DivisionCode) {
  return db
    .select({ id: departments.id, name: departments.name, level: departments.level, divisionCode: departments.divisionCode, address: departments.address, phone: departments.phone })
    .from(departments).where(and(eq(departments.divisionCode, division), isNull(departments.closedOn))).orderBy(asc(departments.name));
}

/** A division for whoever keeps them: what lies beneath it, closed ones too, and the changes that wait or were decided. */
export async function getDivisionOffice(db: Reader, code: DivisionCode) {
  const division = await getDivision(db, code);
  const children = await db.select({ code: divisions.code, name: divisions.name, closedOn: divisions.closedOn, successorCode: divisions.successorCode }).from(divisions).where(eq(divisions.parentCode, code)).orderBy(asc(divisions.code));
  const subject = `division:${code}`;
  return { ...division, children, waiting: (await listProposals(db, { subject, open: true })).map(changeOf), decided: (await listProposals(db, { subject, open: false })).map(changeOf) };
}

type Written = Awaited<ReturnType<typeof listProposals>>[number];
const changeOf = ({ content, ...row }: Written) => ({ ...row, change: PlaceChange.parse(content) });

/** The changes of departments and divisions that wait, or the latest decided. */
export async function listChanges(db: Reader, open: boolean) {
  return (await listProposals(db, { kinds: placeChangeKinds, open })).map(changeOf);
}

const DirectoryKey = z.tuple([z.string(), z.uuid()]);
const like = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** Departments by name or credit code and by division with what lies in it, by name. Keyset. Errors: `requests.malformedCursor`. */
export async function listDirectory(db: Reader, { query, division, closed, cursor, limit }: FindDepartments) {
  const after = cursor ? decodeCursor(DirectoryKey, cursor) : undefined;
  const within = division ? `${stemOf(division)}%` : undefined;
  const rows = await db.select({ id: departments.id, uscc: departments.uscc, name: departments.name, divisionCode: departments.divisionCode, divisionName: divisions.name, phone: departments.phone, closedOn: departments.closedOn })
    .from(departments).innerJoin(divisions, eq(divisions.code, departments.divisionCode))
    .where(and(
      closed ? undefined : isNull(departments.closedOn),
      within ? sql`${departments.divisionCode} like ${within}` : undefined,
      query ? or(ilike(departments.name, like(query)), sql`${departments.uscc} like ${like(normaliseCode(query))}`) : undefined,
      after ? sql`(${departments.name}, ${departments.id}) > (${after[0]}, ${after[1]}::uuid)` : undefined,
    )).orderBy(asc(departments.name), asc(departments.id)).limit(limit + 1);
  return { rows: rows.slice(0, limit), nextCursor: cursorAfter(rows, limit, ({ name, id }) => [name, id]) };
}

const parents = alias(departments, "parent");
const successors = alias(departments, "successor");

/** One department with its windows, how much hangs on it, what waits, and what was changed about it. Errors: `departments.notFound`. */
export async function getDepartment(db: Reader, id: string) {
  const [row] = await db.select({ department: departments, divisionName: divisions.name, parentName: parents.name, successorName: successors.name }).from(departments)
    .innerJoin(divisions, eq(divisions.code, departments.divisionCode)).leftJoin(parents, eq(parents.id, departments.parentId)).leftJoin(successors, eq(successors.id, departments.successorId))
    .where(eq(departments.id, id)).limit(1);
  if (!row) throw new DomainError("not_found", "departments.notFound");
  const { department, ...names } = row;
  const windows = await db.select({ id: serviceWindows.id, content: serviceWindows.content, closedAt: serviceWindows.closedAt }).from(serviceWindows).where(eq(serviceWindows.departmentId, id)).orderBy(asc(serviceWindows.id));
  const subject = `department:${id}`;
  return {
    ...department, ...names, items: await db.$count(serviceItems, eq(serviceItems.departmentId, id)),
    windows: windows.map(({ id: windowId, content, closedAt }) => ({ id: windowId, name: content.name, address: content.address, closed: closedAt !== null })),
    waiting: (await listProposals(db, { subject, open: true })).map(changeOf), decided: (await listProposals(db, { subject, open: false })).map(changeOf),
    history: await listHistory(db, [id, ...windows.map((window) => window.id)]),
  };
}

/** What was kept about a department and its windows, by whom and when, the latest first. */
async function listHistory(db: Reader, ids: readonly string[]) {
  const rows = await db.select({ id: auditLog.id, at: auditLog.at, action: auditLog.action, name: accounts.name, before: auditLog.before, after: auditLog.after }).from(auditLog).leftJoin(accounts, eq(accounts.id, auditLog.actorId))
    .where(and(inArray(auditLog.subjectType, ["department", "serviceWindow"]), inArray(auditLog.subjectId, [...ids]))).orderBy(desc(auditLog.at), desc(auditLog.id)).limit(50);
  return rows.map(({ at, action, before, after, ...row }) => ({ ...row, at: at.toISOString(), action: Act.parse(action), window: nameIn(after) ?? nameIn(before), changed: changedIn(before, after) }));
}

const acts = { "departments.saveFacts": "saveFacts", "departments.saveWindow": "saveWindow", "departments.closeWindow": "closeWindow" } as const;
const Act = z.enum(["departments.saveFacts", "departments.saveWindow", "departments.closeWindow"]).transform((act) => acts[act]);
const Fields = z.record(z.string(), z.unknown()).catch({});
const nameIn = (told: unknown) => z.object({ name: z.string() }).safeParse(told).data?.name ?? null;

function changedIn(before: unknown, after: unknown): string[] {
  const [was, is] = [Fields.parse(before), Fields.parse(after)];
  return before ? Object.keys(is).filter((key) => JSON.stringify(is[key] || null) !== JSON.stringify(was[key] || null)).toSorted() : [];
}
