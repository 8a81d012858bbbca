import { and, asc, desc, eq, gt, isNull, lte, or, sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Reader, Tx } from "@/db/client";
import { open, seal } from "@/db/personal-data";
import { prepared } from "@/db/prepared";
import { accounts, actProposals, applications, applicationSteps, departments, files, hearings, serviceItemRevisions, serviceItems, suspensions, toleratedMaterials } from "@/db/schema";
import type { Place } from "@/db/sealed-places";
import { hindranceToView } from "@/domain/applications/policy";
import type { ApplicationFacts } from "@/domain/applications/rules";
import type { ToleratedState } from "@/domain/applications/rules/tolerance";
import type { Actor } from "@/domain/core/actor";
import { parseApplicationNumber } from "@/domain/core/codes";
import { DomainError } from "@/domain/core/errors";
import type { Answers } from "@/domain/forms/schema";
import { automaticOf } from "@/domain/items/rules/process-automatic";
import type { RevisionContent } from "@/domain/items/schema";
import { isUnscanned } from "./unscanned";

export type ApplicationRow = typeof applications.$inferSelect;
export type StepRow = typeof applicationSteps.$inferSelect;
export type SuspensionRow = typeof suspensions.$inferSelect;
export type ToleratedRow = typeof toleratedMaterials.$inferSelect;
export type ProposalRow = typeof actProposals.$inferSelect;
export type HearingRow = typeof hearings.$inferSelect;
export type Department = Pick<typeof departments.$inferSelect, "id" | "name" | "uscc">;

/** A case with all that rules and screens ask of it. */
export type Case = {
  application: ApplicationRow;
  content: RevisionContent;
  itemCode: string;
  itemStatus: typeof serviceItems.$inferSelect["status"];
  basicCode: string;
  department: Department;
  steps: StepRow[];
  suspensions: SuspensionRow[];
  tolerated: ToleratedRow[];
  /** What waits for a second person. */
  proposals: ProposalRow[];
  /** The last hearing of it. */
  hearing: HearingRow | undefined;
  facts: ApplicationFacts;
  /** Its item has a newer edition than the one it was begun under. */
  outdated: boolean;
};

type Key = { id: string } | { number: string };
type Source = Reader | Tx;

function read(db: Source, key: Key) {
  if ("id" in key) return byId(db, { id: key.id });
  const number = parseApplicationNumber(key.number);
  if (!number) throw new DomainError("not_found", "applications.notFound");
  return byNumber(db, { number });
}

/** A case that this actor may see; someone else's looks exactly like a missing one. Throws `applications.notFound`, `applications.ownCase` (forbidden) to a member of staff who filed it. */
export async function getCase(db: Source, actor: Actor, key: Key): Promise<Case> {
  const [row] = await read(db, key);
  if (!row) throw new DomainError("not_found", "applications.notFound");
  const { there: has, ...found } = row;
  const id = found.application.id;
  // One after the other: a transaction has one connection.
  const stored = !has.steps ? [] : await db.select().from(applicationSteps).where(eq(applicationSteps.applicationId, id)).orderBy(asc(applicationSteps.position));
  const steps = stored.map((step) => ({ ...step, opinion: step.opinion && open(step.opinion, opinionPlace(step.id)) }));
  const tolerated = !has.tolerated ? [] : await db.select().from(toleratedMaterials).where(eq(toleratedMaterials.applicationId, id)).orderBy(asc(toleratedMaterials.fieldId));
  const proposed = !has.proposals ? [] : await db.select().from(actProposals).where(and(eq(actProposals.applicationId, id), isNull(actProposals.outcome))).orderBy(asc(actProposals.proposedAt));
  const proposals = proposed.map((proposal) => ({ ...proposal, reason: open(proposal.reason, proposalPlace(proposal.id, "reason")) }));
  const [hearing] = !has.hearings ? [] : await db.select().from(hearings).where(eq(hearings.applicationId, id)).orderBy(desc(hearings.createdAt), desc(hearings.id)).limit(1);
  const facts = factsOf({ ...found, steps, tolerated, proposals, hearing });
  const unseen = actor.kind === "system" ? undefined : hindranceToView(actor, facts);
  if (unseen) throw new DomainError(unseen === "applications.ownCase" ? "forbidden" : "not_found", unseen);
  const pauses = !has.suspensions ? [] : await db.select().from(suspensions).where(eq(suspensions.applicationId, id)).orderBy(asc(suspensions.startOn));
  return { ...found, steps, suspensions: pauses, tolerated, proposals, hearing, facts };
}

const outdated = sql<boolean>`exists (select from ${serviceItemRevisions} as newer where newer.service_item_id = ${applications.serviceItemId} and newer.status = 'published' and newer.id <> ${applications.revisionId})`;

const isThere = (table: PgTable & { applicationId: AnyPgColumn }) => sql<boolean>`exists (select from ${table} where ${table.applicationId} = ${applications.id})`;

// Most cases have few of these, a draft none: which there are is asked with the case, and only those are read.
const there = { steps: isThere(applicationSteps), tolerated: isThere(toleratedMaterials), proposals: isThere(actProposals), hearings: isThere(hearings), suspensions: isThere(suspensions) };

const caseBy = (which: SQL) => prepared((db) => db
  .select({ application: applications, content: serviceItemRevisions.content, itemCode: serviceItems.code, itemStatus: serviceItems.status, basicCode: serviceItems.basicCode, department: { id: departments.id, name: departments.name, uscc: departments.uscc }, outdated, there })
  .from(applications)
  .innerJoin(serviceItemRevisions, eq(serviceItemRevisions.id, applications.revisionId))
  .innerJoin(serviceItems, eq(serviceItems.id, applications.serviceItemId))
  .innerJoin(departments, eq(departments.id, applications.departmentId))
  .where(which).limit(1));

const [byId, byNumber] = [caseBy(eq(applications.id, sql.placeholder("id"))), caseBy(eq(applications.number, sql.placeholder("number")))];

function factsOf({ application, content: { steps, result }, steps: rows, tolerated, proposals, hearing }: Pick<Case, "application" | "content" | "steps" | "tolerated" | "proposals" | "hearing">): ApplicationFacts {
  return {
    ...application, proposals, hearing: hearing ? { state: hearing.state, askUntil: hearing.askUntil, asked: hearing.askedAt !== null, chairId: hearing.chairId } : null, tolerated: tolerated.map((row) => ({ fieldId: row.fieldId, state: stateOf(row) })),
    steps: rows.map(({ key, kind, status, departmentId, claimedBy, role }) => ({ key, kind, status, departmentId, claimedBy, role: role ?? steps.find((step) => step.key === key)?.role ?? "reviewer" })),
    automatic: !application.personAsked && automaticOf(steps) !== undefined,
    issuesCertificate: Boolean(result?.certificateType),
  };
}

/** How far a promised material has come. */
export const stateOf = ({ suppliedAt, confirmedAt }: Pick<ToleratedRow, "suppliedAt" | "confirmedAt">): ToleratedState => (confirmedAt ? "confirmed" : suppliedAt ? "supplied" : "awaited");

/** What one person proposes and another answers may say anything about anybody. */
export const proposalPlace = (row: string, column: "reason" | "answer"): Place => ({ table: "act_proposals", column, row });

const opinionPlace = (row: string): Place => ({ table: "application_steps", column: "opinion", row });

/** What was said at a step, as it is stored. */
export const sealOpinion = (row: string, opinion: string | undefined): string | null => (opinion ? seal(opinion, opinionPlace(row)) : null);

const answersPlace = (id: string): Place => ({ table: "applications", column: "answers", row: id });

/** The answers of a case, opened. */
export function answersOf({ id, answers }: Pick<ApplicationRow, "id" | "answers">): Answers {
  return JSON.parse(open(answers, answersPlace(id)));
}

export type FileRow = Pick<typeof files.$inferSelect, "id" | "fieldId" | "name" | "mime" | "size" | "createdAt" | "reusedFrom" | "keepNext" | "trustLevel" | "verifiedAt"> & { verifiedByName: string | null; /** It waits for the scanner, and cannot be opened yet. */ unscanned: boolean };

/** People put names and numbers into the names of their files, so these are kept as closed as answers. */
export const fileNamePlace = (id: string): Place => ({ table: "files", column: "name", row: id });

/** A file with its name as given. */
export const named = <Row extends { id: string; name: string }>(row: Row): Row => ({ ...row, name: open(row.name, fileNamePlace(row.id)) });

/** The files uploaded for a case and not removed; or those that were in it when it was filed at an instant. */
export async function listFiles(db: Source, applicationId: string, filedAt?: Date): Promise<FileRow[]> {
  const standing = filedAt ? and(lte(files.createdAt, filedAt), or(isNull(files.deletedAt), and(files.kept, gt(files.deletedAt, filedAt)))) : isNull(files.deletedAt);
  const rows = await db.select({ id: files.id, fieldId: files.fieldId, name: files.name, mime: files.mime, size: files.size, createdAt: files.createdAt, reusedFrom: files.reusedFrom, keepNext: files.keepNext, trustLevel: files.trustLevel, verifiedAt: files.verifiedAt, verifiedByName: accounts.name, unscanned: isUnscanned(files.storageKey) }).from(files)
    .leftJoin(accounts, eq(accounts.id, files.verifiedBy))
    .where(and(eq(files.applicationId, applicationId), standing)).orderBy(asc(files.id));
  return rows.map(named);
}
