import { eq, inArray } from "drizzle-orm";
import { accounts, rateLimits, sessions, staffPosts } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { createAgent, createStaff } from "@/db/testing/factories";
import { staffRoles, type Audience, type StaffRole, type User } from "@/domain/core/actor";
import { digestOf } from "@/server/auth/tokens";
import { openSession } from "@/server/auth/session";
import { openOffice, type Office } from "@/server/applications/router.testing";
import { now } from "@/server/core/clock";
import { startJobs } from "@/server/jobs";
import type { Known } from "./inputs";

const admins = ["systemAdmin", "securityAdmin", "auditAdmin"] as const satisfies readonly StaffRole[];
export const kinds = ["anyone", "citizen", "agent", "work", ...admins] as const;
export type Kind = (typeof kinds)[number];
type Person = Exclude<Kind, "anyone">;

const isAdmin = (role: Audience): role is (typeof admins)[number] => admins.some((one) => one === role);
const holderOf = (role: StaffRole): Person => (isAdmin(role) ? role : "work");

/**
 * An office with some cases, and who comes to its door: a stranger, a person, an organisation's agent, somebody who holds
 * every post of the desk and of the items, and the three administrators, whom the database keeps apart.
 */
export async function openWorld() {
  const connection = await createTestDatabase();
  // Before anything reads the environment: what stands behind the door finds its database there.
  Object.assign(process.env, { DATABASE_URL: connection.url });
  const office = await openOffice(connection);
  const { db, place } = office;
  // Its tables are made by those who work.
  await (await startJobs({ connectionString: connection.url })).stop();
  const citizen = await office.citizen();
  const agent = await createAgent(db, await office.citizen());
  const [work, systemAdmin, securityAdmin, auditAdmin] = await Promise.all([createStaff(db, "clerk", place), createStaff(db, "systemAdmin", place), createStaff(db, "securityAdmin", place), createStaff(db, "auditAdmin", place)]);
  const people = { citizen, agent, work, systemAdmin, securityAdmin, auditAdmin } satisfies Record<Person, User>;
  await office.draft(citizen);
  for (const who of [citizen, await office.citizen()]) await office.submitted(who);
  const ids = Object.values(people).map(({ id }) => id);
  const restored = async () => {
    await db.delete(rateLimits);
    await db.update(accounts).set({ disabledAt: null }).where(inArray(accounts.id, ids));
    await db.delete(staffPosts).where(inArray(staffPosts.accountId, ids));
    await db.insert(staffPosts).values(staffRoles.map((role) => ({ accountId: people[holderOf(role)].id, role, departmentId: place.departmentId, divisionCode: place.divisionCode, validFrom: "2020-01-01" })));
  };
  return { office, people, restored, signIn: (kind: Kind) => signIn(office, kind === "anyone" ? undefined : people[kind]), known: () => knownIn(office) };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

async function signIn({ db }: Office, person: User | undefined): Promise<string | undefined> {
  if (!person) return undefined;
  const token = await openSession(db, now(), { accountId: person.id, factors: ["password", "totp", "passkey"], userAgent: null });
  const delegationId = person.actingFor?.delegationId;
  if (delegationId) await db.update(sessions).set({ delegationId }).where(eq(sessions.idHash, digestOf(token)));
  return token;
}

/** Who of them may call it. */
export function insider(audience: readonly Audience[]): Kind {
  const [first = "anyone"] = audience;
  if (first === "anyone" || first === "signedIn" || first === "citizen") return "citizen";
  return first === "organisationAgent" ? "agent" : holderOf(first);
}

/** What stands in the tables: ids of every kind, and short texts by the name of their column. */
async function knownIn({ connection: { pool } }: Office): Promise<Known> {
  const { rows: columns } = await pool.query<{ table: string; column: string; type: string }>("select table_name as \"table\", column_name as \"column\", data_type as type from information_schema.columns where table_schema = 'public' and data_type in ('uuid', 'text') order by 1, 2");
  const ids = new Set<string>();
  const byName = new Map<string, string[]>();
  for (const { table, column, type } of columns) {
    const { rows } = await pool.query<{ value: string }>(`select distinct "${column}"::text as value from "${table}" where length("${column}"::text) between 1 and 60 order by 1 limit 3`);
    const name = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    for (const { value } of rows) {
      if (type === "uuid") ids.add(value);
      byName.set(name, [...(byName.get(name) ?? []), value]);
    }
  }
  return { ids: [...ids], byName };
}
