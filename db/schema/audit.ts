import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { id, instant } from "./columns";

/** The place of each row of the audit log in the chain, given by the sealer alone: gapless from 1, and never changed (triggers). */
export const auditSeals = pgTable("audit_seals", {
  seq: bigint({ mode: "number" }).primaryKey(),
  auditId: uuid().notNull(),
  /** Hides who acted where a row is shown to others, yet binds it: what is sealed is a digest of this and the id. */
  salt: uuid().notNull(),
  /** SHA-256 over the seal before and the row's canonical text, in hexadecimal digits. */
  hash: text().notNull(),
}, (t) => [uniqueIndex("audit_seals_once").on(t.auditId), check("audit_seals_from_one", sql`${t.seq} > 0`)]);

/** Roots of complete subtrees of 256, 65,536, … seals, so that a proof among millions reads some hundreds. */
export const auditTiles = pgTable("audit_tiles", {
  level: integer().notNull(),
  position: bigint({ mode: "number" }).notNull(),
  hash: text().notNull(),
}, (t) => [primaryKey({ columns: [t.level, t.position] })]);

/** What the sealer signed after each batch: how long the chain was, its head and the root of its tree. */
export const auditCheckpoints = pgTable("audit_checkpoints", {
  size: bigint({ mode: "number" }).primaryKey(),
  at: instant().notNull(),
  /** Roots of the complete subtrees that make up the tree, the largest first: where the next batch goes on. */
  peaks: text().array().notNull(),
  jws: text().notNull(),
});

/** What the nightly look over the whole chain found. */
export const auditChecks = pgTable("audit_checks", {
  id: id(),
  at: instant().notNull(),
  rows: bigint({ mode: "number" }).notNull(),
  /** The first findings: their kind and the number of the row. */
  findings: jsonb().$type<{ kind: string; seq: number }[]>().notNull(),
}, (t) => [index().on(t.at)]);
