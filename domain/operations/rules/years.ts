import { yearBegins } from "@/domain/core/calendar";
import { retentionOf } from "@/domain/records/rules/retention";

/** The tables that are kept in a part for each year, by the instant in the id of their rows. */
export const yearTables = ["application_events", "audit_log"] as const;
export type YearTable = (typeof yearTables)[number];

/** A part of a table: the years after `after` (all before, in the first part) up to and with `year`. */
export type YearPart = { table: YearTable; year: number; after: number | null };

/**
 * For how many days after its end a year stays in the database. The log as retention has it; the history of cases for as long as
 * an act may be taken to court: five years (《行政诉讼法》第四十六条第二款).
 */
export const keptHereDays: Readonly<Record<YearTable, number>> = { audit_log: retentionOf("auditLog").days ?? Infinity, application_events: 5 * 365 };

export type YearFacts = {
  /** Whether an earlier year of the same table is still here. */
  earlierHere: boolean;
  /** Years that somebody keeps here. */
  held: readonly number[];
  /** Cases begun by the end of the year: those not ended, and those ended without a package for the archive. */
  openCases: number;
  unpacked: number;
  /** Whether the last look over the audit chain found something, or nobody ever looked. */
  chainDoubtful: boolean;
};

export const stays = ["keptUntil", "held", "earlierFirst", "openCases", "unpacked", "chainDoubtful"] as const;
/** Why a year stays: `detail` is a day, a year or a number of cases. */
export type Stay = { why: (typeof stays)[number]; detail: string };

/** Everything that keeps a year in the database; nothing where it may be moved away. */
export function staysOf({ table, year, after }: YearPart, facts: YearFacts, now: Date): Stay[] {
  const until = new Date(yearBegins(year + 1).getTime() + keptHereDays[table] * 86_400_000);
  const held = facts.held.filter((one) => one <= year && (after === null || one > after));
  const found: (Stay | false)[] = [
    now < until && { why: "keptUntil", detail: until.toISOString().slice(0, 10) },
    ...held.map((one): Stay => ({ why: "held", detail: String(one) })),
    facts.earlierHere && { why: "earlierFirst", detail: String(year) },
    facts.openCases > 0 && { why: "openCases", detail: String(facts.openCases) },
    table === "application_events" && facts.unpacked > 0 && { why: "unpacked", detail: String(facts.unpacked) },
    table === "audit_log" && facts.chainDoubtful && { why: "chainDoubtful", detail: String(year) },
  ];
  return found.filter((stay) => stay !== false);
}

/** Which years should have a part by now and have none, of any table: this one and, from November on, the next. */
export function missingYears(parts: readonly Pick<YearPart, "table" | "year">[], { year, month }: { year: number; month: number }): number[] {
  const wanted = month >= 11 ? [year, year + 1] : [year];
  return wanted.filter((one) => yearTables.some((table) => !parts.some((part) => part.table === table && part.year >= one)));
}
