import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { open } from "@/db/personal-data";
import { accounts, applications, certificates, certificateUses, dataAccesses, delegations, departments, enquiries, messages, sessions } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import type { StaffRole, User } from "@/domain/core/actor";
import { formatApplicationNumber, maskCitizenId, maskEmail, maskPhone } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { AccessKind, DataClass, ListPage } from "@/domain/records/schema";
import { heldByPrincipal } from "@/server/certificates/queries/held";
import type { Ctx } from "@/server/core/context";
import { cursorAfter, decodeCursor } from "@/server/core/cursor";

export type OwnCtx = Ctx & { actor: User };

/** One's own data is read and changed in one's own space, never while acting for somebody else. Throws `records.ownSpaceOnly`. */
export function ownSpace({ actingFor }: User): void {
  if (actingFor) throw new DomainError("forbidden", "records.ownSpaceOnly", { name: actingFor.name });
}

export async function ownAccount({ db, actor }: OwnCtx) {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, actor.id)).limit(1);
  if (!account) throw new Error("the account of this session is gone");
  return account;
}

type Account = Awaited<ReturnType<typeof ownAccount>>;

/** What the account knows of its owner, in full. */
export function profileOf(account: Account) {
  const read = (column: "phone" | "email" | "citizen_id" | "address", sealed: string | null) => {
    const place: Place = { table: "accounts", column, row: account.id };
    return sealed && open(sealed, place);
  };
  return {
    name: account.name, phone: read("phone", account.phone), email: read("email", account.email), citizenId: read("citizen_id", account.citizenId), address: read("address", account.address),
    birthOn: account.birthOn, sex: account.sex, assuranceLevel: account.assuranceLevel, preferences: account.preferences, elderAskedAt: account.elderAskedAt?.toISOString() ?? null, createdAt: account.createdAt.toISOString(),
  };
}

/** What is held about oneself: the profile with its numbers masked, and how much there is of each class. */
export async function getOverview(ctx: OwnCtx) {
  ownSpace(ctx.actor);
  const { phone, email, citizenId, address, ...profile } = profileOf(await ownAccount(ctx));
  return { profile: { ...profile, phone: phone && maskPhone(phone), email: email && maskEmail(email), citizenId: citizenId && maskCitizenId(citizenId), address }, counts: await countsOf(ctx) };
}

async function countsOf({ db, actor: { id } }: OwnCtx): Promise<Partial<Record<DataClass, number>>> {
  const mine = eq(applications.applicantAccountId, id);
  const draft = eq(applications.status, "draft");
  const held = heldByPrincipal({ accountId: id, organisationId: null });
  const [drafts, filed, papers, uses, granted, told, signIns, read, asked] = await Promise.all([
    db.$count(applications, and(mine, draft)), db.$count(applications, and(mine, sql`not ${draft}`)),
    db.$count(certificates, held), db.$count(certificateUses, inArray(certificateUses.certificateId, db.select({ id: certificates.id }).from(certificates).where(held))),
    db.$count(delegations, sql`${delegations.principalAccountId} = ${id} or ${delegations.delegateAccountId} = ${id}`),
    db.$count(messages, eq(messages.accountId, id)), db.$count(sessions, eq(sessions.accountId, id)), db.$count(dataAccesses, eq(dataAccesses.subjectId, id)), db.$count(enquiries, eq(enquiries.accountId, id)),
  ]);
  return { drafts, applications: filed, certificates: papers, certificateUses: uses, delegations: granted, messages: told, sessions: signIns, accessLog: read, enquiries: asked };
}

/** One reading of this person's data: in what office and role, for what; never who. */
export type AccessView = { id: string; at: string; kind: AccessKind; role: StaffRole; departmentName: string; fields: string[]; reason: string | null; applicationNumber: string | null; itemName: string | null };

const Key = z.tuple([z.uuid()]);

/** Who used this person's data, newest first. */
export async function listAccesses({ db, actor }: OwnCtx, { cursor, limit }: ListPage): Promise<{ rows: AccessView[]; nextCursor: string | undefined }> {
  ownSpace(actor);
  const after = cursor ? sql`${dataAccesses.id} < ${decodeCursor(Key, cursor)[0]}::uuid` : undefined;
  const rows = await db.select({ access: dataAccesses, departmentName: departments.name, number: applications.number, itemName: applications.itemName }).from(dataAccesses)
    .innerJoin(departments, eq(departments.id, dataAccesses.departmentId)).leftJoin(applications, eq(applications.id, dataAccesses.applicationId))
    .where(and(eq(dataAccesses.subjectId, actor.id), after)).orderBy(desc(dataAccesses.id)).limit(limit + 1);
  return {
    rows: rows.slice(0, limit).map(({ access: { id, at, kind, actorRole, fields, reason }, departmentName, number, itemName }) =>
      ({ id, at: at.toISOString(), kind, role: actorRole, departmentName, fields, reason, applicationNumber: number && formatApplicationNumber(number), itemName })),
    nextCursor: cursorAfter(rows, limit, ({ access }) => [access.id]),
  };
}
