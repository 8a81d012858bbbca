import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { id, instant } from "./columns";

/** Who did what to what: append-only, in the same transaction as the change. Holds field names and digests, never personal data. */
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
}, (t) => [index().on(t.subjectType, t.subjectId), index().on(t.at), index().on(t.actorId, t.at)]);

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
