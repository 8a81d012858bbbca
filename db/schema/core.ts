import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { id, instant, transaction } from "./columns";

/** Who did what to what: append-only, in the same transaction as the change. Holds field names and digests, never personal data. In a partition for each year. */
export const auditLog = pgTable("audit_log", {
  id: id(),
  at: instant().notNull(),
  actorId: uuid(),
  actorKind: text({ enum: ["anonymous", "system", "user"] }).notNull(),
  onBehalfOf: uuid(),
  action: text().notNull(),
  subjectType: text().notNull(),
  subjectId: text().notNull(),
  before: jsonb(),
  after: jsonb(),
  requestId: text().notNull(),
  /** Which transaction wrote it: rows of one that may still be under way are not sealed yet. */
  txid: transaction().notNull(),
}, (t) => [index().on(t.subjectType, t.subjectId), index().on(t.at), index().on(t.actorId, t.at), index().on(t.txid, t.id)]);

/** Messages to later nouns and the outer world, written with the change they speak of and relayed to the job queue. */
export const outbox = pgTable("outbox", {
  id: id(),
  topic: text().notNull(),
  payload: jsonb().$type<Record<string, unknown>>().notNull(),
  createdAt: instant().notNull(),
  relayedAt: instant(),
}, (t) => [index("outbox_waiting").on(t.id).where(sql`${t.relayedAt} is null`)]);

/** The answer once given to an `Idempotency-Key`; a key without an answer is still running. */
export const idempotencyKeys = pgTable("idempotency_keys", {
  id: id(),
  key: uuid().notNull(),
  accountId: uuid().notNull(),
  bodyHash: text().notNull(),
  /** Sealed. */
  answer: text(),
  createdAt: instant().notNull(),
  answeredAt: instant(),
}, (t) => [uniqueIndex("idempotency_keys_once").on(t.accountId, t.key), index().on(t.createdAt)]);

/** What has been seeded or imported, by content hash, so that a second run changes nothing. */
export const seedMarks = pgTable("seed_marks", {
  name: text().primaryKey(),
  hash: text().notNull(),
  rows: bigint({ mode: "number" }).notNull(),
  at: instant().notNull(),
  runs: integer().notNull().default(1),
});

/** How far each table has been walked to bring its sealed values under a key: the key of the last row done, kept with each batch. */
export const keyRotations = pgTable("key_rotations", {
  kid: text().notNull(),
  tableName: text().notNull(),
  position: uuid(),
  rows: bigint({ mode: "number" }).notNull().default(0),
  startedAt: instant().notNull(),
  finishedAt: instant(),
}, (t) => [primaryKey({ columns: [t.kid, t.tableName] })]);

/**
 * What one person wrote and another of a different post confirms or refuses: departments, search words, texts. `subject`
 * names what it is about, one open proposal each; decided ones never change (trigger) and are the history of four eyes.
 */
export const proposals = pgTable("proposals", {
  id: id(),
  kind: text().notNull(),
  subject: text().notNull(),
  content: jsonb().notNull(),
  proposedBy: uuid().notNull(),
  proposedAt: instant().notNull(),
  decidedBy: uuid(),
  decidedAt: instant(),
  outcome: text({ enum: ["confirmed", "refused", "withdrawn"] }),
  reason: text(),
}, (t) => [
  index().on(t.kind, t.decidedAt), index("proposals_history").on(t.subject, t.id),
  uniqueIndex("proposals_one_open").on(t.subject).where(sql`${t.decidedAt} is null`),
  check("proposals_four_eyes", sql`${t.outcome} is null or (${t.outcome} = 'withdrawn') = (${t.decidedBy} = ${t.proposedBy})`),
  check("proposals_decided_whole", sql`num_nonnulls(${t.decidedBy}, ${t.decidedAt}, ${t.outcome}) in (0, 3)`),
  check("proposals_refused_why", sql`${t.outcome} is distinct from 'refused' or ${t.reason} is not null`),
]);
