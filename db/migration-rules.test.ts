import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { problemsOf } from "./migration-rules";

/** What grows with the cases of the city. */
const large = new Set([
  "applications", "application_events", "application_steps", "application_checks", "applications_search", "files", "notices", "messages", "certificates", "certificate_events", "certificate_uses",
  "audit_log", "audit_seals", "outbox", "idempotency_keys", "accounts", "sessions", "data_accesses", "supervision_signals", "ratings", "kept_materials", "recalled_answers",
]);
const of = (sql: string) => problemsOf(sql, large).map(({ rule }) => rule);

describe("a migration beside the release that still runs", () => {
  it.each([
    ['ALTER TABLE "applications" ADD COLUMN "x" text;', []],
    ['ALTER TABLE "applications" ADD COLUMN "x" integer DEFAULT 0 NOT NULL;', []],
    ['ALTER TABLE "applications" ADD COLUMN "x" text NOT NULL;', ["notNullWithoutDefault"]],
    ['ALTER TABLE "departments" ADD COLUMN "x" text NOT NULL;', ["notNullWithoutDefault"]],
    ['ALTER TABLE "applications" ADD COLUMN "x" uuid DEFAULT gen_random_uuid() NOT NULL;', ["volatileDefault"]],
    ['ALTER TABLE "departments" DROP COLUMN "x";', ["dropsColumn"]],
    ['DROP TABLE "departments";', ["dropsColumn"]],
    ['ALTER TABLE "departments" RENAME COLUMN "x" TO "y";', ["renames"]],
    ['ALTER TABLE "files" ALTER COLUMN "size" SET DATA TYPE bigint;', ["changesType"]],
    ['ALTER TABLE "files" ALTER COLUMN "size" SET NOT NULL;', ["setsNotNull"]],
    ['ALTER TABLE "applications" ADD CONSTRAINT "c" CHECK (x > 0);', ["constraintChecksRows"]],
    ['ALTER TABLE "applications" ADD CONSTRAINT "c" CHECK (x > 0) NOT VALID;', []],
    ['ALTER TABLE "departments" ADD CONSTRAINT "c" CHECK (x > 0);', []],
    ['CREATE INDEX "i" ON "applications" USING btree ("x");', ["indexLocksWrites"]],
    ['CREATE INDEX CONCURRENTLY "i" ON "applications" ("x");', ["concurrentlyFails"]],
    ['-- safe: made before the upgrade, concurrently\nCREATE INDEX IF NOT EXISTS "i" ON "applications" ("x");', []],
    ['CREATE INDEX "i" ON "departments" ("x");', []],
    ['CREATE TABLE "new" ("x" text NOT NULL);--> statement-breakpoint\nCREATE INDEX "i" ON "new" ("x");', []],
    ['UPDATE "applications" SET "x" = 1;', ["updatesEveryRow"]],
    ['UPDATE "applications" SET "x" = 1 WHERE "y";', []],
    ["-- safe: the table is empty until this release\nALTER TABLE \"departments\" DROP COLUMN \"x\";", []],
    ["-- safe: why\nALTER TABLE \"departments\" DROP COLUMN \"x\";", ["dropsColumn"]],
    ["create function f() returns trigger language plpgsql as $$ begin update applications set x = 1; return null; end $$;", []],
  ])("%s is told as %j", (sql, rules) => expect(of(sql)).toEqual(rules));
});

/** Before any portal was in use; looked at from the one after. */
const history = "0084";

describe("the migrations of this release on", () => {
  const names = readdirSync(join(import.meta.dirname, "migrations")).filter((name) => /^\d{4}_.*\.sql$/.test(name));

  it("are all looked at", () => expect(names.length).toBeGreaterThan(80));

  it.each(names.filter((name) => name.slice(0, 4) > history))("%s holds no lock for long and leaves the release before it running", (name) => {
    expect(problemsOf(readFileSync(join(import.meta.dirname, "migrations", name), "utf8"), large)).toEqual([]);
  });
});
