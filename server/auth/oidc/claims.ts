import { and, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { open } from "@/db/personal-data";
import { accounts, oidcConsents, oidcSubjects, organisations } from "@/db/schema";
import type { User } from "@/domain/core/actor";
import { maskName, maskPhone } from "@/domain/core/codes";
import type { OidcScope } from "@/domain/identity/rules/authorization";
import { sessionStore } from "../session";

/** Which claims come with which scope. */
export const claimsOfScopes = {
  openid: ["sub", "name"],
  profile: ["name"],
  phone: ["phone_number_masked"],
  organisation: ["organisation"],
  delegation: ["delegation"],
} as const satisfies Record<OidcScope, readonly string[]>;

/** The clients of one host know a person by one name; registration lets no client have two hosts. */
export function sectorOf({ redirectUris = [] }: { redirectUris?: readonly string[] | undefined }): string {
  return new URL(redirectUris[0] ?? "").host;
}

/** The random name under which a sector knows this person, made at first use and kept. */
export async function subjectOf(db: Reader, accountId: string, sector: string): Promise<string> {
  await sessionStore(db).insert(oidcSubjects).values({ accountId, sector }).onConflictDoNothing();
  const [row] = await db.select().from(oidcSubjects).where(and(eq(oidcSubjects.accountId, accountId), eq(oidcSubjects.sector, sector))).limit(1);
  if (!row) throw new Error("a subject was not kept");
  return row.subject;
}

/** What this person has agreed that the client may be told. */
export async function consentedScopes(db: Reader, accountId: string, clientId: string): Promise<readonly OidcScope[]> {
  const [row] = await db.select({ scopes: oidcConsents.scopes }).from(oidcConsents)
    .where(and(eq(oidcConsents.accountId, accountId), eq(oidcConsents.clientId, clientId))).limit(1);
  return row?.scopes ?? [];
}

/** What a client of a sector is told: the name in full with `profile` only, and for whom this person acts, if for anybody. */
export async function claimsOf(db: Reader, actor: User, sector: string, scopes: readonly string[]) {
  const asked = (scope: OidcScope) => scopes.includes(scope);
  return {
    sub: actor.id,
    name: asked("profile") ? actor.name : maskName(actor.name),
    ...(asked("phone") ? await phoneClaim(db, actor) : {}),
    ...(asked("organisation") ? await organisationClaim(db, actor) : {}),
    ...(asked("delegation") ? await delegationClaim(db, actor, sector) : {}),
  };
}

async function phoneClaim(db: Reader, { id }: User) {
  const [account] = await db.select({ phone: accounts.phone }).from(accounts).where(eq(accounts.id, id)).limit(1);
  return account?.phone ? { phone_number_masked: maskPhone(open(account.phone, { table: "accounts", column: "phone", row: id })) } : {};
}

async function organisationClaim(db: Reader, { actingFor }: User) {
  if (actingFor?.kind !== "organisation") return {};
  const [organisation] = await db.select({ uscc: organisations.uscc, name: organisations.name }).from(organisations).where(eq(organisations.id, actingFor.id)).limit(1);
  return organisation ? { organisation: { ...organisation, role: actingFor.delegation } } : {};
}

async function delegationClaim(db: Reader, { actingFor }: User, sector: string) {
  if (actingFor?.kind !== "person") return {};
  return { delegation: { kind: actingFor.delegation, principal: await subjectOf(db, actingFor.id, sector) } };
}
