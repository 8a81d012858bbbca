import { and, eq, inArray, isNotNull, isNull, lt, not, or, sql, type SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "@/db/client";
import { seal } from "@/db/personal-data";
import {
  accounts, applications, certificatePresentations, counterReceptions, dataRequests, deskDrafts, enquiries, enrolments, externalSignIns, files, idempotencyKeys, expertRequests, identityChecks, itemRuns, keptForms, keptMaterials, lifeEventCases, messages, oidcModels, oneTimeCodes, outbox, passkeyChallenges,
  pendingSignIns, progressShares, qrSignIns, rateLimits, ratings, rectificationEvents, sessions, totpEnrolments, usedTotpSteps,
} from "@/db/schema";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import { formatApplicationNumber } from "@/domain/core/codes";
import { undecidedEnds } from "@/domain/records/rules/archive";
import { draftWarningDays, expiredBefore, retention, retentionOf } from "@/domain/records/rules/retention";
import type { DataClass } from "@/domain/records/schema";
import { eraseDrafts } from "@/server/applications/commands/draft";
import { erasing } from "@/server/applications/commands/materials";
import { expertOf, expertPlace } from "@/server/applications/queries/experts";
import { commit, type OutboxEntry } from "@/server/core/commit";
import type { Ctx } from "@/server/core/context";
import { eraseUnfiled } from "@/server/lifeEvents/commands/applying";
import { insertMessage } from "@/server/notices/commands";

const batchSize = 500;

type Expired = { rows: number; outbox?: OutboxEntry[] };
type Expiry = (tx: Tx, before: Date, ctx: Ctx) => Promise<Expired>;

/**
 * Ends what the retention table says has run out, class by class, in batches that commit one by one; another run goes on
 * where this one was cut short. Returns how many rows were deleted or made anonymous.
 */
export async function expireAll(ctx: Ctx): Promise<number> {
  let total = await warnOfDrafts(ctx);
  for (const row of retention) {
    const before = expiredBefore(row, ctx.now);
    const expire = expiries[row.dataClass];
    if (!before || !expire) continue;
    for (let rows = batchSize; rows >= batchSize;) {
      rows = await expireBatch(ctx, row.dataClass, (tx) => expire(tx, before, ctx));
      total += rows;
    }
  }
  return total;
}

class NothingLeft extends Error {}

/** One batch with its audit row; none for a batch without rows. */
async function expireBatch(ctx: Ctx, dataClass: DataClass, work: (tx: Tx) => Promise<Expired>): Promise<number> {
  try {
    return await commit(ctx, async (tx) => {
      const { rows, outbox: outgoing = [] } = await work(tx);
      if (rows === 0) throw new NothingLeft();
      return { value: rows, audit: { action: "records.expire", subject: { type: "dataClass", id: dataClass }, after: { rows } }, outbox: outgoing };
    });
  } catch (error) {
    if (error instanceof NothingLeft) return 0;
    throw error;
  }
}

/** Classes whose rows simply go once a condition holds. */
const going = (...parts: readonly { table: PgTable; key: string; ended: (before: Date) => SQL | undefined }[]): Expiry => async (tx, before) => {
  let rows = 0;
  for (const { table, key, ended } of parts) {
    const { rows: gone } = await answered(tx, sql`with gone as (select ctid from ${table} where ${ended(before)} limit ${batchSize}) delete from ${table} where ctid in (select ctid from gone) returning ${sql.identifier(key)}`);
    rows += gone.length;
  }
  return { rows };
};

async function answered(tx: Tx, statement: SQL): Promise<{ rows: unknown[] }> {
  // Safe: node-postgres answers every statement with its rows.
  return (await tx.execute(statement)) as { rows: unknown[] };
}

const expiries: Partial<Record<DataClass, Expiry>> = {
  profile: anonymiseClosed,
  drafts: eraseUntouched,
  refusedFiles: eraseRefusedFiles,
  removedFiles: going({ table: files, key: "id", ended: (before) => and(lt(files.deletedAt, before), not(files.kept)) }),
  replacedFiles: eraseReplacedFiles,
  keptMaterials: eraseUnused,
  presentations: going({ table: certificatePresentations, key: "id", ended: (before) => or(lt(certificatePresentations.expiresAt, before), lt(certificatePresentations.revokedAt, before)) }),
  ratings: forgetComments,
  messages: going({ table: messages, key: "id", ended: (before) => lt(messages.createdAt, before) }),
  sessions: going({ table: sessions, key: "id", ended: (before) => sql`coalesce(${sessions.revokedAt}, ${sessions.expiresAt}) < ${before}` }),
  signInAttempts: going(
    ...[pendingSignIns, oneTimeCodes, passkeyChallenges, qrSignIns, externalSignIns, identityChecks, oidcModels, keptForms, enrolments, progressShares].map((table) => ({ table, key: "id", ended: (before: Date) => lt(table.expiresAt, before) })),
    // They wait for their code for half an hour.
    { table: totpEnrolments, key: "account_id", ended: (before) => lt(totpEnrolments.createdAt, before) },
    { table: rateLimits, key: "key", ended: (before) => lt(rateLimits.windowEndsAt, before) },
    { table: usedTotpSteps, key: "step", ended: (before) => lt(usedTotpSteps.step, Math.floor(before.getTime() / 30_000)) },
  ),
  receptions: going({ table: counterReceptions, key: "id", ended: (before) => lt(counterReceptions.expiresAt, before) }),
  experts: forgetExperts,
  // Only whole runs: what is at work has no end.
  itemRuns: going({ table: itemRuns, key: "id", ended: (before) => lt(itemRuns.endedAt, before) }),
  dataRequests: going({ table: dataRequests, key: "id", ended: (before) => lt(dataRequests.answeredAt, before) }),
  enquiries: going({ table: enquiries, key: "id", ended: (before) => lt(enquiries.answeredAt, before) }),
  answersGiven: going({ table: idempotencyKeys, key: "id", ended: (before) => lt(idempotencyKeys.createdAt, before) }),
  queue: going({ table: outbox, key: "id", ended: (before) => lt(outbox.relayedAt, before) }),
};

const touched = { never: isNull(applications.submittedAt), draft: eq(applications.status, "draft") };
const warningKey = sql<string>`'draft-ending:' || ${applications.id} || ':' || extract(epoch from ${applications.savedAt})`;

/** Tells owners of long untouched drafts, once per rest of a draft, when it will go. */
async function warnOfDrafts(ctx: Ctx): Promise<number> {
  const { days } = retentionOf("drafts");
  const since = new Date(ctx.now.getTime() - ((days ?? 0) - draftWarningDays) * 86_400_000);
  const endsOn = addDays(shanghaiDay(ctx.now), draftWarningDays);
  for (let total = 0; ;) {
    const rows = await expireBatch(ctx, "drafts", async (tx) => {
      const unwarned = sql`not exists (select 1 from ${messages} where ${messages.dedupeKey} = ${warningKey})`;
      const found = await tx.select({ id: applications.id, accountId: applications.applicantAccountId, number: applications.number, dedupeKey: warningKey }).from(applications)
        .where(and(touched.draft, touched.never, lt(applications.savedAt, since), unwarned)).limit(batchSize);
      const outgoing: OutboxEntry[] = [];
      for (const { id: applicationId, accountId, number, dedupeKey } of found) {
        const written = await insertMessage(tx, { accountId, applicationId, template: "draftEnding", params: { number: formatApplicationNumber(number), dueOn: endsOn }, dedupeKey, createdAt: ctx.now });
        outgoing.push(...(written?.outbox ?? []));
      }
      return { rows: found.length, outbox: outgoing };
    });
    total += rows;
    if (rows < batchSize) return total;
  }
}

/** Drafts go when they have rested long enough and their owner was told long enough ago. */
async function eraseUntouched(tx: Tx, before: Date, ctx: Ctx): Promise<Expired> {
  const { now } = ctx;
  const toldBefore = new Date(now.getTime() - draftWarningDays * 86_400_000);
  const told = sql`exists (select 1 from ${messages} where ${messages.dedupeKey} = ${warningKey} and ${messages.createdAt} <= ${toldBefore})`;
  const rows = await tx.select({ id: applications.id }).from(applications)
    .where(and(touched.draft, touched.never, lt(applications.savedAt, before), told)).limit(batchSize).for("update");
  const outgoing = rows.length > 0 ? await eraseDrafts(tx, ctx, rows.map(({ id }) => id)) : [];
  const wholes = await eraseUnfiled(tx, lt(lifeEventCases.savedAt, before), batchSize);
  const typed = tx.select({ id: deskDrafts.id }).from(deskDrafts).where(lt(deskDrafts.savedAt, before)).limit(batchSize);
  const desk = await tx.delete(deskDrafts).where(inArray(deskDrafts.id, typed)).returning({ id: deskDrafts.id });
  return { rows: rows.length + wholes + desk.length, outbox: outgoing };
}

/** Uploads of cases that came to nothing; the case itself stays. */
async function eraseRefusedFiles(tx: Tx, before: Date, { now }: Ctx): Promise<Expired> {
  const cases = tx.select({ id: applications.id }).from(applications)
    .where(and(inArray(applications.status, [...undecidedEnds]), isNull(applications.outcome), lt(applications.closedAt, before)));
  const rows = await tx.select({ id: files.id }).from(files).where(and(isNull(files.deletedAt), inArray(files.applicationId, cases))).limit(batchSize);
  if (rows.length === 0) return { rows: 0 };
  const gone = await tx.update(files).set({ deletedAt: now }).where(inArray(files.id, rows.map(({ id }) => id))).returning({ key: files.storageKey });
  return { rows: gone.length, outbox: [{ topic: "applications.filesRemoved", payload: { keys: gone.map(({ key }) => key) } }] };
}

/** What a correction replaced, once nobody may contest any more what was first filed; its row goes with the other removed ones. */
async function eraseReplacedFiles(tx: Tx, before: Date): Promise<Expired> {
  const cases = tx.select({ id: applications.id }).from(applications).where(lt(applications.closedAt, before));
  const rows = await tx.select({ id: files.id }).from(files).where(and(files.kept, inArray(files.applicationId, cases))).limit(batchSize);
  if (rows.length === 0) return { rows: 0 };
  const gone = await tx.update(files).set({ kept: false }).where(inArray(files.id, rows.map(({ id }) => id))).returning({ key: files.storageKey });
  return { rows: gone.length, outbox: [{ topic: "applications.filesRemoved", payload: { keys: gone.map(({ key }) => key) } }] };
}

/** What people kept for the next time and did not use; the bytes go unless a case holds them. */
async function eraseUnused(tx: Tx, before: Date): Promise<Expired> {
  const rows = tx.select({ id: keptMaterials.id }).from(keptMaterials).where(lt(keptMaterials.usedAt, before)).limit(batchSize);
  const gone = await tx.delete(keptMaterials).where(inArray(keptMaterials.id, rows)).returning({ key: keptMaterials.storageKey });
  return { rows: gone.length, outbox: erasing(gone.map(({ key }) => key)) };
}

/** What people wrote beside a level, how they wanted to be reached, and what was said and noted about it. */
async function forgetComments(tx: Tx, before: Date): Promise<Expired> {
  const said = or(isNotNull(ratings.comment), isNotNull(ratings.contact));
  const rows = await tx.select({ id: ratings.id }).from(ratings).where(and(said, lt(ratings.weekOf, shanghaiDay(before)))).limit(batchSize);
  if (rows.length > 0) await tx.update(ratings).set({ comment: null, contact: null }).where(inArray(ratings.id, rows.map(({ id }) => id)));
  const noted = await tx.select({ id: rectificationEvents.id }).from(rectificationEvents).where(and(isNotNull(rectificationEvents.words), lt(rectificationEvents.at, before))).limit(batchSize - rows.length);
  if (noted.length > 0) await tx.update(rectificationEvents).set({ words: null }).where(inArray(rectificationEvents.id, noted.map(({ id }) => id)));
  return { rows: rows.length + noted.length };
}

/** How outside experts were reached; who they are and what they said stays with the case. */
async function forgetExperts(tx: Tx, before: Date, { now }: Ctx): Promise<Expired> {
  const closed = tx.select({ id: applications.id }).from(applications).where(lt(applications.closedAt, before));
  const rows = await tx.select({ id: expertRequests.id, expert: expertRequests.expert }).from(expertRequests)
    .where(and(isNull(expertRequests.forgottenAt), inArray(expertRequests.applicationId, closed))).limit(batchSize);
  for (const row of rows) {
    const expert = seal(JSON.stringify({ ...expertOf(row), to: "" }), expertPlace(row.id, "expert"));
    await tx.update(expertRequests).set({ expert, forgottenAt: now }).where(eq(expertRequests.id, row.id));
  }
  return { rows: rows.length };
}

/** Profiles of accounts that their owners had closed. Whoever filed a case stays named: the case is kept by law. */
async function anonymiseClosed(tx: Tx, before: Date): Promise<Expired> {
  const closed = tx.select({ id: dataRequests.accountId }).from(dataRequests)
    .where(and(eq(dataRequests.kind, "erasure"), eq(dataRequests.subject, "account"), eq(dataRequests.state, "granted"), lt(dataRequests.answeredAt, before)));
  const filed = sql`exists (select 1 from ${applications} where ${applications.applicantAccountId} = ${accounts.id})`;
  const left = sql`(${accounts.address} is not null or ${accounts.birthOn} is not null or (not ${filed} and (${accounts.citizenId} is not null or ${accounts.name} <> '')))`;
  const rows = await tx.select({ id: accounts.id, filed: sql<boolean>`${filed}` }).from(accounts).where(and(inArray(accounts.id, closed), isNotNull(accounts.disabledAt), left)).limit(batchSize);
  const profile = { address: null, birthOn: null, sex: null, divisionCode: null };
  for (const { id, filed: named } of rows) {
    await tx.update(accounts).set(named ? profile : { ...profile, name: "", citizenId: null, citizenIdIndex: null }).where(eq(accounts.id, id));
  }
  return { rows: rows.length };
}
