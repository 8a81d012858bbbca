/** What a migration does that locks a large table for long, or that the release still running beside it does not survive. */
export type MigrationProblem = { rule: MigrationRule; statement: string };
export const migrationRules = [
  "notNullWithoutDefault", "volatileDefault", "dropsColumn", "renames", "changesType", "setsNotNull", "constraintChecksRows", "indexLocksWrites", "concurrentlyFails", "rewritesTable", "updatesEveryRow",
] as const;
export type MigrationRule = (typeof migrationRules)[number];

/** A statement that is right all the same says why, on the line before it. */
const allowed = /^\s*--\s*safe:\s*\S.{9,}/m;

const column = String.raw`add column (?:if not exists )?"?\w+"? [^;]*?`;
const volatile = /\bdefault\b[^,;]*\b(random|gen_random_uuid|uuidv7|uuidv4|clock_timestamp|nextval)\s*\(/;

const tests: Record<MigrationRule, (sql: string) => boolean> = {
  // The release before this one inserts rows without it.
  notNullWithoutDefault: (sql) => new RegExp(column).test(sql) && /\bnot null\b/.test(sql) && !/\bdefault\b|\bgenerated\b/.test(sql),
  // Every row is written anew under an exclusive lock; a constant default is not.
  volatileDefault: (sql) => new RegExp(column).test(sql) && volatile.test(sql),
  // The release before this one still reads them: in one release nothing reads them any more, in the next they go.
  dropsColumn: (sql) => /\balter table\b.*\bdrop column\b|^drop table\b/.test(sql),
  renames: (sql) => /\balter (table|view)\b.*\brename\b/.test(sql),
  changesType: (sql) => /\balter column\b.*\b(set data )?type\b/.test(sql),
  setsNotNull: (sql) => /\balter column\b.*\bset not null\b/.test(sql),
  // `not valid` now and `validate constraint` in a later migration hold no lock while rows are read.
  constraintChecksRows: (sql) => /\balter table\b.*\badd constraint\b.*\b(check|foreign key)\b/.test(sql) && !/\bnot valid\b/.test(sql),
  // Over many rows it is made by hand before the upgrade, concurrently, and the migration finds it there (docs/operations.md).
  indexLocksWrites: (sql) => /^create (unique )?index (?!concurrently)/.test(sql),
  // All migrations run in one transaction, which knows no such thing.
  concurrentlyFails: (sql) => /^(create|drop|reindex)\b.*\bconcurrently\b/.test(sql),
  rewritesTable: (sql) => /^(cluster|vacuum full|alter table\b.*\bset (logged|unlogged|tablespace))\b/.test(sql),
  updatesEveryRow: (sql) => /^(update|delete from)\b/.test(sql) && !/\bwhere\b/.test(sql),
};

/**
 * Looks at one migration. `large`: the tables that grow with the city's cases; of the others and of those this migration makes
 * itself, locks last a moment. Statements within functions and `do` blocks are not looked into.
 */
export function problemsOf(migration: string, large: ReadonlySet<string>): MigrationProblem[] {
  const statements = migration.replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''").split(/;\s*(?:--> statement-breakpoint)?|--> statement-breakpoint/);
  const made = new Set(statements.flatMap((statement) => /create table (?:if not exists )?"?(\w+)"?/i.exec(statement)?.[1] ?? []));
  return statements.flatMap((statement): MigrationProblem[] => {
    if (allowed.test(statement)) return [];
    const sql = statement.replaceAll(/--.*$/gm, "").replaceAll(/\s+/g, " ").trim().toLowerCase();
    const table = tableOf(sql);
    if (table && (made.has(table) || !large.has(table)) && !breaksOthers.some((rule) => tests[rule](sql))) return [];
    return migrationRules.filter((rule) => tests[rule](sql) && !(table && made.has(table))).map((rule) => ({ rule, statement: sql.slice(0, 120) }));
  });
}

/** These break the release that still runs, however small the table. */
const breaksOthers: readonly MigrationRule[] = ["notNullWithoutDefault", "dropsColumn", "renames", "changesType", "setsNotNull", "concurrentlyFails"];

const tableOf = (sql: string) => /^(?:alter table(?: only)?(?: if exists)?|update|delete from|create (?:unique )?index (?:concurrently )?(?:if not exists )?"?\w+"? on(?: only)?) "?(\w+)"?/.exec(sql)?.[1];
