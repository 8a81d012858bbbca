import { and, desc, eq, gt, inArray, lte } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { keptForms } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { DomainError } from "@/domain/core/errors";
import type { KeptFields, KeptForm } from "@/domain/identity/rules/kept-forms";
import { findFormerHolder, sessionStore } from "./session";

// Housekeeping of sign-in, as sessions are: a form nobody sent changes nothing, so it is written outside commit().

const keptHours = 24;
const mostPerAccount = 20;
/** Once read it is there for a reload, and then gone. */
const readAgainMinutes = 10;

const place = (row: string) => ({ table: "kept_forms", column: "fields", row }) as const;
const after = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000);

/**
 * Keeps what somebody posted whose session has ended or must be proven again: for the account that the cookie belonged to,
 * under the same delegation, for a day. Nothing when the cookie is nobody's.
 */
export async function keepForm(db: Reader, now: Date, cookieHeader: string | null | undefined, { path, fields }: KeptForm): Promise<string | undefined> {
  const holder = await findFormerHolder(db, now, cookieHeader);
  if (!holder) return undefined;
  const id = crypto.randomUUID();
  await sessionStore(db).transaction(async (tx) => {
    await tx.delete(keptForms).where(lte(keptForms.expiresAt, now));
    const rest = tx.select({ id: keptForms.id }).from(keptForms).where(eq(keptForms.accountId, holder.accountId)).orderBy(desc(keptForms.createdAt)).offset(mostPerAccount - 1);
    await tx.delete(keptForms).where(inArray(keptForms.id, rest));
    await tx.insert(keptForms).values({ id, ...holder, path, fields: seal(JSON.stringify(fields), place(id)), createdAt: now, expiresAt: after(now, keptHours * 60) });
  });
  return id;
}

/** Where a kept form belongs. Errors: `identity.formNotKept` (not_found), also for everyone but its sender. */
export async function getKeptForm({ db, now, actor }: { db: Reader; now: Date; actor: User }, { id }: { id: string }): Promise<{ path: string; delegationId: string | null }> {
  const { path, delegationId } = await rowOf(db, now, actor, id);
  return { path, delegationId };
}

/**
 * What was typed into the page at `path`; from now on for ten minutes only.
 * Errors: `identity.formNotKept` (not_found): for everyone but its sender, under another delegation, for another page.
 */
export async function takeKeptForm({ db, now, actor }: { db: Reader; now: Date; actor: User }, { id, path }: { id: string; path: string }): Promise<KeptFields> {
  const row = await rowOf(db, now, actor, id);
  if (row.delegationId !== (actor.actingFor?.delegationId ?? null) || row.path.split("?")[0] !== path) throw notKept();
  const soon = after(now, readAgainMinutes);
  if (soon < row.expiresAt) await sessionStore(db).update(keptForms).set({ expiresAt: soon }).where(eq(keptForms.id, id));
  return fieldsOf(JSON.parse(open(row.fields, place(id))));
}

async function rowOf(db: Reader, now: Date, actor: User, id: string) {
  const [row] = await db.select().from(keptForms).where(and(eq(keptForms.id, id), eq(keptForms.accountId, actor.id), gt(keptForms.expiresAt, now))).limit(1);
  if (!row) throw notKept();
  return row;
}

const notKept = () => new DomainError("not_found", "identity.formNotKept");

// Safe because only keepForm writes the column.
function fieldsOf(stored: unknown): KeptFields {
  return stored as KeptFields;
}
