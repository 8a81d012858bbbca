import { hash } from "@node-rs/argon2";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "@/db/client";
import { keyedDigest, seal } from "@/db/personal-data";
import { accounts, delegations, itemSearch, organisations, staffPosts } from "@/db/schema";
import { assuranceLevels, delegatedActs, roles, staffRoles, type StaffRole } from "@/domain/core/actor";
import { addDays, shanghaiDay } from "@/domain/core/calendar";
import demoAccounts from "./demo-accounts.json";
import { demoCity, serviceOffice } from "./import/directory";
import { ensureDepartments } from "./import/store";
import { seedWindows } from "./windows";

/** A demo account as `demo-accounts.json` lists it. People, organisations and numbers are invented: their ID numbers lie in an area that does not exist. */
const DemoAccount = z.strictObject({
  key: z.string(),
  /** Whether the sign-in page offers them; the others have no story of their own: they are for whoever needs one person more. */
  listed: z.boolean().optional(),
  signInId: z.string(),
  password: z.string(),
  totpSecret: z.string().optional(),
  role: z.enum(roles),
  assuranceLevel: z.enum(assuranceLevels),
  division: z.string(),
  department: z.string().nullable(),
  name: z.string(),
  phone: z.string().optional(),
  citizenId: z.string().optional(),
  birthOn: z.iso.date().optional(),
  sex: z.enum(["female", "male"]).optional(),
  address: z.string().optional(),
  familyOf: z.string().optional(),
  organisation: z.strictObject({ name: z.string(), uscc: z.string(), address: z.string() }).optional(),
  organisationRole: z.enum(["legalRepresentative", "agent"]).optional(),
});
type DemoAccount = z.infer<typeof DemoAccount>;

const since = "2024-01-01";

/** The people of the demo city: citizens of every assurance level, an organisation, and staff for every documented item. */
export async function seedDemo(tx: Tx, now: Date, report: (message: string) => void): Promise<void> {
  const people = z.array(DemoAccount).parse(demoAccounts);
  const ids = await ensureAccounts(tx, people, now);
  await ensurePosts(tx, people, ids);
  await ensureOrganisations(tx, people, ids, now);
  await ensureFamilies(tx, people, ids, now);
  const windows = await seedWindows(tx);
  report(`${people.length} demo accounts, ${windows} new service halls`);
}

/** Ids by key; the key is the sign-in name, so an account that is there stays as it is. */
async function ensureAccounts(tx: Tx, people: readonly DemoAccount[], now: Date): Promise<ReadonlyMap<string, string>> {
  const find = () => tx.select({ id: accounts.id, key: accounts.signInName }).from(accounts).where(inArray(accounts.signInName, people.map(({ key }) => key)));
  const there = new Set((await find()).map(({ key }) => key));
  const missing = await Promise.all(people.filter(({ key }) => !there.has(key)).map((person) => accountRow(person, now)));
  if (missing.length > 0) await tx.insert(accounts).values(missing);
  return new Map((await find()).flatMap(({ id, key }) => (key ? [[key, id] as const] : [])));
}

const index = (purpose: "phone" | "citizenId", value: string | undefined) => (value ? keyedDigest(purpose, value) : null);

async function accountRow(person: DemoAccount, now: Date): Promise<typeof accounts.$inferInsert> {
  const id = crypto.randomUUID();
  const sealed = (column: "phone" | "citizen_id" | "address" | "totp_secret", value: string | undefined) => (value ? seal(value, { table: "accounts", column, row: id }) : null);
  return {
    id, kind: isStaffRole(person.role) ? "staff" : "citizen", name: person.name, signInName: person.key,
    phone: sealed("phone", person.phone), phoneIndex: index("phone", person.phone),
    citizenId: sealed("citizen_id", person.citizenId), citizenIdIndex: index("citizenId", person.citizenId),
    address: sealed("address", person.address), totpSecret: sealed("totp_secret", person.totpSecret),
    birthOn: person.birthOn ?? null, sex: person.sex ?? null, divisionCode: person.division,
    // OWASP minimum for Argon2id: 19 MiB, two passes, one lane.
    passwordHash: await hash(person.password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
    assuranceLevel: person.assuranceLevel, demo: true, createdAt: now,
  };
}

const isStaffRole = (role: string): role is StaffRole => staffRoles.some((staffRole) => staffRole === role);

const deskRoles: readonly StaffRole[] = ["clerk", "reviewer", "approver", "certificateOfficer"];
const cityRoles: readonly StaffRole[] = ["supervisor", "itemEditor", "itemPublisher"];

/**
 * Everyone has a post in the service office of their division. Desk staff also serve every organ of their division that
 * owns a documented item; supervisor, item editor and item publisher serve all of them. So each such item is in hands.
 */
async function ensurePosts(tx: Tx, people: readonly DemoAccount[], ids: ReadonlyMap<string, string>): Promise<void> {
  const staff = people.flatMap(({ key, role, division }) => (isStaffRole(role) ? [{ accountId: ids.get(key) ?? "", role, division }] : []));
  const offices = new Map([...new Set(staff.map(({ division }) => division))].map((division) => [division, serviceOffice(division)]));
  const stored = await ensureDepartments(tx, [...offices.values()]);
  const owners = await tx.selectDistinct({ departmentId: itemSearch.departmentId, divisionCode: itemSearch.divisionCode }).from(itemSearch).where(eq(itemSearch.documented, true));
  const posts = staff.flatMap(({ accountId, role, division }) => {
    const office = stored.get(offices.get(division)?.uscc ?? "");
    const own = office ? [{ departmentId: office.id, divisionCode: division }] : [];
    const served = deskRoles.includes(role) ? owners.filter(({ divisionCode }) => divisionCode === division)
      : cityRoles.includes(role) ? owners.map(({ departmentId }) => ({ departmentId, divisionCode: demoCity.province })) : [];
    return [...own, ...served].map((place) => ({ accountId, role, validFrom: since, ...place }));
  });
  await tx.insert(staffPosts).values(posts).onConflictDoNothing();
}

async function ensureOrganisations(tx: Tx, people: readonly DemoAccount[], ids: ReadonlyMap<string, string>, now: Date): Promise<void> {
  const members = people.flatMap(({ key, name, organisation, organisationRole }) => (organisation && organisationRole ? [{ key, name, organisation, organisationRole }] : []));
  for (const { name, organisation, organisationRole } of members) {
    if (organisationRole === "legalRepresentative") await tx.insert(organisations).values({ ...organisation, legalRepresentative: name, createdAt: now }).onConflictDoNothing();
  }
  const rows = await tx.select({ id: organisations.id, uscc: organisations.uscc }).from(organisations).where(inArray(organisations.uscc, members.map(({ organisation }) => organisation.uscc)));
  const byUscc = new Map(rows.map(({ id, uscc }) => [uscc, id]));
  for (const { key, organisation, organisationRole } of members) {
    const organisationId = byUscc.get(organisation.uscc) ?? "";
    const delegateAccountId = ids.get(key) ?? "";
    const known = and(eq(delegations.organisationId, organisationId), eq(delegations.delegateAccountId, delegateAccountId));
    if ((await tx.select({ id: delegations.id }).from(delegations).where(known).limit(1)).length > 0) continue;
    const isRepresentative = organisationRole === "legalRepresentative";
    const today = shanghaiDay(now);
    await tx.insert(delegations).values({
      organisationId, delegateAccountId, kind: isRepresentative ? "representative" : "agent", scope: { kind: "all" }, acts: [...delegatedActs], awaitsPrincipal: false,
      validFrom: today, validUntil: isRepresentative ? null : addDays(today, 365), grantedVia: isRepresentative ? "registry" : "online", grantedAt: now, acceptedAt: now,
    });
  }
}

/** Whoever is somebody's family delegate may do everything for them for half a year; each submission is confirmed. */
async function ensureFamilies(tx: Tx, people: readonly DemoAccount[], ids: ReadonlyMap<string, string>, now: Date): Promise<void> {
  const today = shanghaiDay(now);
  for (const { key, name, familyOf } of people) {
    const [principalAccountId, delegateAccountId] = [ids.get(familyOf ?? ""), ids.get(key)];
    if (!principalAccountId || !delegateAccountId) continue;
    const known = and(eq(delegations.principalAccountId, principalAccountId), eq(delegations.delegateAccountId, delegateAccountId));
    if ((await tx.select({ id: delegations.id }).from(delegations).where(known).limit(1)).length > 0) continue;
    await tx.insert(delegations).values({
      kind: "family", principalAccountId, delegateAccountId, inviteeName: name, scope: { kind: "all" }, acts: [...delegatedActs], awaitsPrincipal: true,
      validFrom: today, validUntil: addDays(today, 180), grantedBy: principalAccountId, grantedVia: "online", grantedAt: now, acceptedAt: now,
    });
  }
}
