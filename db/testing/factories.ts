import { createHash, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { keyedDigest, seal } from "@/db/personal-data";
import {
  accounts, applicationEvents, applications, calendarYears, certificateTypeEditions, certificateTypes, delegations, departments, divisions, organisations,
  serviceItemRevisions, serviceItems, staffPosts,
} from "@/db/schema";
import type { CertificateTypeContent } from "@/domain/certificates/schema/catalogue";
import type { ApplicationAction, ApplicationStatus } from "@/domain/applications/schema";
import { makeApplicationNumber, makeBasicCode, makeCitizenId, makeHandlingCode, makeImplementationCode, makeUscc } from "@/domain/core/codes";
import { principalOf, type ActingFor, type StaffRole, type User } from "@/domain/core/actor";
import type { Answers } from "@/domain/forms/schema";
import type { RevisionContent } from "@/domain/items/schema";

/**
 * Rows for tests, written straight into the tables: each call makes a new, valid one and takes overrides. Numbers run per
 * test file, so names and codes never collide. The instant of everything is `factoryNow` unless told.
 */
export const factoryNow = new Date("2026-03-02T01:00:00.000Z");

let counter = 0;
export const countFromOne = () => void (counter = 0);
const next = () => (counter += 1);
const only = <Row>([row]: Row[]): Row => {
  if (!row) throw new Error("the insert returned no row");
  return row;
};

export type Place = { departmentId: string; departmentName: string; uscc: string; divisionCode: string };

/** A department in a division (both made when missing) with a well-formed credit code. */
export async function createPlace(db: Database, divisionCode = "310101"): Promise<Place> {
  const country = { code: "000000", name: "中国", level: "country", parentCode: null } as const;
  const county = { code: divisionCode, name: `测试区${divisionCode.slice(4)}`, level: "county", parentCode: "000000" } as const;
  await db.insert(divisions).values([country, county]).onConflictDoNothing();
  await db.insert(calendarYears).values([2025, 2026, 2027].map((year) => ({ year, source: "test" }))).onConflictDoNothing();
  const uscc = makeUscc({ registrantType: "11", divisionCode, organisationBody: String(10_000_000 + next()) });
  const department = only(await db.insert(departments).values({ uscc, name: `测试局${counter}`, level: "4", divisionCode }).returning());
  return { departmentId: department.id, departmentName: department.name, uscc, divisionCode };
}

type AccountRow = typeof accounts.$inferInsert;

async function insertAccount(db: Database, row: Partial<AccountRow> & Pick<AccountRow, "kind" | "name">) {
  return only(await db.insert(accounts).values({ assuranceLevel: "L3", createdAt: factoryNow, ...row }).returning());
}

const asUser = ({ id, name, kind, assuranceLevel }: typeof accounts.$inferSelect, posts: User["posts"] = []): User =>
  ({ kind: "user", id, name, accountKind: kind, assuranceLevel, sessionId: crypto.randomUUID(), factors: kind === "staff" ? ["password", "totp"] : ["password"], authenticatedAt: factoryNow, posts });

/** A person with a sealed ID number and phone, as the actor of their own session. */
export async function createCitizen(db: Database, overrides: Partial<AccountRow> = {}): Promise<User & { citizenId: string; phone: string }> {
  const order = next();
  const id = crypto.randomUUID();
  const citizenId = makeCitizenId({ divisionCode: "310101", birthOn: `1990-05-${17 + (Math.floor(order / 1000) % 12)}`, order: order % 1000 });
  const phone = `138${String(order).padStart(8, "0")}`;
  const sealed = {
    citizenId: seal(citizenId, { table: "accounts", column: "citizen_id", row: id }), citizenIdIndex: keyedDigest("citizenId", citizenId),
    phone: seal(phone, { table: "accounts", column: "phone", row: id }), phoneIndex: keyedDigest("phone", phone),
  };
  const account = await insertAccount(db, { id, kind: "citizen", name: `张测试${order}`, ...sealed, ...overrides });
  return { ...asUser(account), citizenId, phone };
}

/** A staff member who holds one role in a department and over a division. */
export async function createStaff(db: Database, role: StaffRole, { departmentId, divisionCode }: Pick<Place, "departmentId" | "divisionCode">): Promise<User> {
  const account = await insertAccount(db, { kind: "staff", name: `工作人员${next()}`, signInName: `staff${counter}` });
  await db.insert(staffPosts).values({ accountId: account.id, role, departmentId, divisionCode, validFrom: "2020-01-01" });
  return asUser(account, [{ role, departmentId, divisionCode }]);
}

/** An agent's delegation over everything an organisation does, for the year of `factoryNow`. */
export const agency = (organisationId: string, delegateAccountId: string): typeof delegations.$inferInsert => ({
  kind: "agent", organisationId, delegateAccountId, scope: { kind: "all" }, acts: ["view", "fill", "submit"], awaitsPrincipal: false,
  validFrom: "2026-01-01", validUntil: "2026-12-31", grantedVia: "online", grantedAt: factoryNow, acceptedAt: factoryNow,
});

/** An organisation with this person as its agent; the actor then acts for it. */
export async function createAgent(db: Database, citizen: User, organisationId?: string): Promise<User & { organisationId: string; uscc: string }> {
  const uscc = makeUscc({ registrantType: "91", divisionCode: "310101", organisationBody: String(20_000_000 + next()) });
  const row = { uscc, name: `测试商贸有限公司${counter}`, legalRepresentative: "李法人", createdAt: factoryNow };
  const organisation = organisationId
    ? { id: organisationId, name: row.name, uscc: "" }
    : only(await db.insert(organisations).values(row).returning());
  const delegation = only(await db.insert(delegations).values(agency(organisation.id, citizen.id)).returning());
  const actingFor: ActingFor = { kind: "organisation", id: organisation.id, name: organisation.name, delegationId: delegation.id, delegation: "agent", scope: delegation.scope, acts: delegation.acts, awaitsPrincipal: false };
  return { ...citizen, actingFor, organisationId: organisation.id, uscc: organisation.uscc };
}

/** A person with a family delegation of another's, acting under it; as far as the overrides say. */
export async function createDelegate(db: Database, principal: User, delegate: User, overrides: Partial<Pick<ActingFor, "delegation" | "scope" | "acts" | "awaitsPrincipal">> = {}): Promise<User> {
  const { delegation: kind = "family", scope = { kind: "all" }, acts = ["view", "fill", "submit"], awaitsPrincipal = false } = overrides;
  const row = only(await db.insert(delegations).values({
    kind, principalAccountId: principal.id, delegateAccountId: delegate.id, scope, acts: [...acts], awaitsPrincipal,
    validFrom: "2026-03-01", validUntil: "2026-08-01", grantedVia: "online", grantedBy: principal.id, grantedAt: factoryNow, acceptedAt: factoryNow,
  }).returning());
  return { ...delegate, actingFor: { kind: "person", id: principal.id, name: principal.name, delegationId: row.id, delegation: kind, scope, acts, awaitsPrincipal } };
}

/** A type of the certificate catalogue with a national type code and a published edition. */
export async function createCertificateType(db: Database, place: Place, overrides: Partial<CertificateTypeContent> = {}): Promise<{ id: string; code: string; name: string }> {
  const order = next();
  const type = { id: `test-type-${order}`, code: `${place.uscc}${String(order % 1000).padStart(3, "0")}`, name: `测试许可证${order}` };
  const content: CertificateTypeContent = {
    name: type.name, definingOrgan: {}, holderKinds: ["person", "organisation"], validity: { kind: "none" }, aliases: [], linkedItems: [], severalPerHolder: true, fields: [], suite: "international", ...overrides,
  };
  await db.insert(certificateTypes).values(type);
  const signed = { status: "published" as const, createdBy: crypto.randomUUID(), publishedBy: crypto.randomUUID(), publishedAt: factoryNow, createdAt: factoryNow, updatedAt: factoryNow };
  const edition = only(await db.insert(certificateTypeEditions).values({ typeId: type.id, number: 1, content, contentHash: "", ...signed }).returning());
  await db.update(certificateTypes).set({ currentEditionId: edition.id }).where(eq(certificateTypes.id, type.id));
  return type;
}

/** The smallest revision that is whole: three steps, 10 workdays promised within 20, a form with one question. */
export function revisionContent(overrides: Partial<RevisionContent> = {}): RevisionContent {
  return {
    name: "测试许可", itemType: "01", level: "4", audience: ["1"], themes: [], lifeEvents: [], keywords: [], handling: "promised",
    statutoryLimit: { value: 20, unit: "workday" }, promisedLimit: { value: 10, unit: "workday" },
    conditions: [], situations: [], materials: [], flow: [], fees: null, legalBasis: [], result: null, questions: [],
    steps: [
      { key: "accept", kind: "accept", name: { zh: "受理" }, role: "clerk" },
      { key: "review", kind: "review", name: { zh: "审查" }, role: "reviewer" },
      { key: "decide", kind: "decide", name: { zh: "决定" }, role: "approver" },
    ],
    visits: 0, onlineDepth: "4", courier: null, sources: [], minAssuranceLevel: "L2", correctionDays: 15,
    form: { version: 1, sections: [{ id: "applicant", title: { zh: "申请人" }, fields: [{ id: "shopName", type: "text", label: { zh: "店名", en: "Shop name" } }] }] },
    ...overrides,
  };
}

export type Item = { serviceItemId: string; revisionId: string; code: string; content: RevisionContent };

/** A published item with its first revision. */
export async function createItem(db: Database, place: Place, content: RevisionContent = revisionContent()): Promise<Item> {
  const basicCode = makeBasicCode({ divisionPrefix: place.divisionCode.slice(0, 2), itemType: content.itemType, main: next(), sub: 0 });
  const code = makeHandlingCode({ implementationCode: makeImplementationCode({ uscc: place.uscc, level: content.level, basicCode }), sequence: 1 });
  const stamps = { createdAt: factoryNow, updatedAt: factoryNow };
  const item = only(await db.insert(serviceItems).values({ code, basicCode, departmentId: place.departmentId, divisionCode: place.divisionCode, status: "published", ...stamps }).returning());
  const contentHash = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const signed = { createdBy: crypto.randomUUID(), publishedBy: crypto.randomUUID(), publishedAt: factoryNow };
  const revision = only(await db.insert(serviceItemRevisions).values({ serviceItemId: item.id, number: 1, status: "published", content, contentHash, ...signed, ...stamps }).returning());
  return { serviceItemId: item.id, revisionId: revision.id, code, content };
}

export type Case = typeof applications.$inferSelect;
type CaseOptions = { place: Place; item: Item; applicant: User; answers?: Answers } & Partial<Omit<Case, "answers">>;

const accepted: readonly ApplicationStatus[] = ["accepted", "inReview", "suspended", "approved", "rejected", "delivering", "closed"];
const decided: readonly ApplicationStatus[] = ["approved", "rejected", "delivering", "closed"];

const when = <T>(holds: boolean, value: T) => (holds ? value : null);

/** The instants and days that a status implies. */
function impliedBy(status: ApplicationStatus) {
  const isAccepted = accepted.includes(status);
  const isDecided = decided.includes(status);
  const filedAt = when(status !== "draft", factoryNow);
  return {
    submittedAt: filedAt, receivedAt: filedAt,
    acceptedAt: when(isAccepted, factoryNow), promisedDueOn: when(isAccepted, "2026-03-16"), statutoryDueOn: when(isAccepted, "2026-03-30"),
    decidedAt: when(isDecided, factoryNow), outcome: when(isDecided, status === "rejected" ? "rejected" : "approved"),
    closedAt: when(status === "closed", factoryNow),
  } as const;
}

function filedBy(actor: User) {
  const { accountId, organisationId, name } = principalOf(actor);
  return { applicantAccountId: accountId, organisationId, applicantName: name };
}

/** A case in a status, `submitted` unless told. */
export async function createApplication(db: Database, { place, item, applicant, answers = { shopName: "老张面馆" }, ...overrides }: CaseOptions): Promise<Case> {
  const id = crypto.randomUUID();
  const status = overrides.status ?? "submitted";
  return only(await db.insert(applications).values({
    id, status, ...filedBy(applicant), ...impliedBy(status),
    number: makeApplicationNumber({ divisionCode: place.divisionCode, day: "2026-03-02", sequence: next() }),
    serviceItemId: item.serviceItemId, revisionId: item.revisionId, itemName: item.content.name,
    departmentId: place.departmentId, divisionCode: place.divisionCode,
    answers: seal(JSON.stringify(answers), { table: "applications", column: "answers", row: id }),
    createdAt: factoryNow, savedAt: factoryNow,
    ...overrides,
  }).returning());
}

type EventOptions = Partial<Pick<typeof applicationEvents.$inferInsert, "actorId" | "actorName" | "actorRole" | "reason" | "at">> & { payload?: Record<string, unknown> };

/** One act in the history of a case; `sequence` follows on. */
export async function createEvent(db: Database, application: Case, action: ApplicationAction, { reason, payload, ...options }: EventOptions = {}): Promise<typeof applicationEvents.$inferSelect> {
  const id = randomUUID();
  const said = (column: "reason" | "payload", text: string) => seal(text, { table: "application_events", column, row: id });
  return only(await db.insert(applicationEvents).values({
    id, reason: reason ? said("reason", reason) : null, payload: payload ? said("payload", JSON.stringify(payload)) : null, applicationId: application.id, sequence: 1000 + next(), action, fromStatus: application.status, toStatus: application.status,
    actorName: "测试", actorRole: "system", at: factoryNow, ...options,
  }).returning());
}
